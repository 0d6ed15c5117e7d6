import { goJson } from '../../model/go-text.ts';
import { compareText } from '../../model/json.ts';
import { isFields } from '../crd/value.ts';
import type { ListMerge } from './merge-type.ts';

/** What tells an element of a set or map list apart, as paths show it (`[name="web"]`, `[="blue"]`), or why nothing does. */
export function listKey(list: ListMerge, element: unknown): { readonly key: string } | { readonly error: string } {
  if (list.keys.length === 0) return setKey(element);
  if (element === null) return { error: 'associative list with keys may not have a null element' };
  if (!isFields(element)) return { error: 'associative list with keys may not have non-map elements' };
  const { map } = list.element();
  const parts: string[] = [];
  for (const name of [...list.keys].sort(compareText)) {
    const value = Object.hasOwn(element, name) && element[name] !== undefined ? element[name] : map?.defaultOf(name);
    if (value !== undefined) parts.push(`${name}=${goJson(value)}`);
  }
  if (parts.length > 0) return { key: `[${parts.join(',')}]` };
  const names = `[${list.keys.map((name) => JSON.stringify(name)).join(' ')}]`;
  return {
    error: `associative list with keys has an element that omits all key fields ${names} (and doesn't have default values for any key fields)`,
  };
}

function setKey(element: unknown): { readonly key: string } | { readonly error: string } {
  if (isFields(element)) return { error: "associative list without keys has an element that's a map type" };
  if (Array.isArray(element)) return { error: 'not supported: associative list with lists as elements' };
  if (element === null) return { error: "associative list without keys has an element that's an explicit null" };
  return { key: `[=${goJson(element)}]` };
}
