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

function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutEmpty(item)]));
}
