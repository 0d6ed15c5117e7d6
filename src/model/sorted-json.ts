import { goJson } from './go-text.ts';
import { isObject } from './json.ts';
import { compareUtf8 } from './utf8-order.ts';

/** JSON as Go writes a map: no spaces, keys in the order of their bytes, `<`, `>`, `&` escaped. */
export function sortedGoJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedGoJson).join(',')}]`;
  if (!isObject(value)) return goJson(value);
  const keys = Object.keys(value).filter((key) => value[key] !== undefined);
  return `{${keys
    .sort(compareUtf8)
    .map((key) => `${goJson(key)}:${sortedGoJson(value[key])}`)
    .join(',')}}`;
}
