import { deepEqual } from '../../model/json.ts';
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
export const differs = (a: unknown, b: unknown): boolean => !deepEqual(withoutEmpty(a), withoutEmpty(b));

export const isSemanticallyEqual = (a: unknown, b: unknown): boolean => !differs(a, b);

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

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    const meant = MAPS.has(name) && isEmpty(item) ? undefined : withoutEmpty(item);
    return meant === undefined || (name === 'resources' && isEmpty(meant)) ? [] : [[name, meant]];
  });
  return Object.fromEntries(kept);
}

const isEmpty = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length === 0;
