import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { FieldPath } from '../model/field-path.ts';
import type { JsonObject } from '../model/json.ts';

/**
 * What applying a change does to what is running, mildest first:
 * nothing, an update in place, pods replaced step by step, pods stopped before new ones start, or an answer of the API server that says no.
 */
export const CONSEQUENCES = ['no-op', 'live', 'rolling restart', 'recreate', 'rejected'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** The harsher of two. */
export const harsher = (a: Consequence, b: Consequence): Consequence => (CONSEQUENCES.indexOf(a) >= CONSEQUENCES.indexOf(b) ? a : b);

/**
 * One difference between two objects. `path` names list items by their keys (`spec.containers[name=web].image`);
 * `beforeAt` and `afterAt` lead to the place in the two objects as compared: of an addition `beforeAt` is where it would stand, of a removal `afterAt` likewise.
 */
export interface Change {
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  readonly path: string;
  readonly beforeAt: FieldPath;
  readonly afterAt: FieldPath;
  /** Absent for additions. Of a reordering: the names of the items. */
  readonly before?: unknown;
  /** Absent for removals. Of a reordering: the names of the items. */
  readonly after?: unknown;
}

/** A change and what it does. */
export interface JudgedChange extends Change {
  readonly consequence: Consequence;
  /** When and to whom it happens, or the API server's refusal. */
  readonly note?: string;
}

/** Two states of one object. `before` is absent for an object that is new, `after` for one that is gone. */
export interface ObjectDiff {
  readonly gvk: GroupVersionKind;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** As compared: decoded, defaulted, without status and what only the server writes. */
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly changes: readonly JudgedChange[];
  /** The harshest of its changes. */
  readonly consequence: Consequence;
  readonly note?: string;
}
