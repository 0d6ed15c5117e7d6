import { isObject, type JsonObject } from '../../model/json.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';

interface WithMetadata {
  metadata?: ObjectMeta;
}

/** A new object is its first generation. */
export function startGeneration(object: WithMetadata): void {
  (object.metadata ??= {}).generation = 1;
}

/** Counts the generation when what it is about has changed. */
export function countGeneration(object: WithMetadata, old: WithMetadata, changed: boolean): void {
  const generation = (old.metadata?.generation ?? 0) + (changed ? 1 : 0);
  if (changed) (object.metadata ??= {}).generation = generation;
}

/** Whether two values differ in meaning: empty lists and maps are like absent ones. */
export const differs = (a: unknown, b: unknown): boolean => !isSemanticallyEqual(a, b);

export function isSemanticallyEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || (isEmptyList(a) && isEmptyList(b))) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => isSemanticallyEqual(item, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const fields = meantFields(a);
  return (
    fields.length === meantFields(b).length &&
    fields.every((name) => Object.hasOwn(b, name) && !isUnset(name, b[name]) && isSemanticallyEqual(a[name], b[name]))
  );
}

/** Fields of built-in kinds that Go has as maps. Any other empty object is a pointer that is set, unlike one that is absent. */
const MAPS: ReadonlySet<string> = new Set([
  'annotations',
  'data',
  'deprecatedTopology',
  'labels',
  'limits',
  'matchLabels',
  'nodeSelector',
  'options',
  'overhead',
  'parameters',
  'requests',
  'volumeAttributes',
]);

const meantFields = (object: JsonObject): string[] => Object.keys(object).filter((name) => !isUnset(name, object[name]));

/** Whether a field means the same as when it is absent. */
function isUnset(name: string, value: unknown): boolean {
  if (isEmptyList(value)) return true;
  return isObject(value) && ((MAPS.has(name) && isEmpty(value)) || (name === 'resources' && meantFields(value).length === 0));
}

const isEmptyList = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length === 0);
const isEmpty = (value: JsonObject): boolean => Object.keys(value).length === 0;
