import { isFields } from '../crd/value.ts';
import type { MergeType } from './merge-type.ts';

/** Paths of lists, maps and structs in a value that would be replaced as a whole. Values of maps without fields of their own are not looked at. */
export function findAtomics(value: unknown, type: MergeType, path = ''): string[] {
  const found: string[] = [];
  const { map, list } = type;
  if (isFields(value) && map) {
    if (map.isAtomic) found.push(path);
    for (const name of Object.keys(value)) {
      const member = map.isField(name) ? map.member(name) : undefined;
      if (member) found.push(...findAtomics(value[name], member, `${path}.${name}`));
    }
  }
  if (Array.isArray(value) && list) {
    if (list.relation === 'atomic') found.push(path);
    for (const [i, item] of value.entries()) found.push(...findAtomics(item, list.element(), `${path}[${i}]`));
  }
  return found;
}
