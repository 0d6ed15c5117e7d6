import type { Source } from '../cluster/cluster.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { Change, ReadView } from '../cluster/store.ts';
import type { GroupKind } from '../cluster/object.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Release } from '../schema/release.ts';
import type { Work } from './intent.ts';
import type { World } from './kubelet/world.ts';

/** What work may depend on besides the objects. */
export interface WorkContext {
  readonly release: Release;
  readonly registry: SchemaRegistry;
  /** Virtual time in milliseconds since the epoch. */
  readonly now: number;
  /** Of the store: it grows with each write. */
  readonly revision: number;
  /** The same as `metav1.Time` is written. */
  timestamp(): string;
  /** The same as `metav1.MicroTime` is written. */
  microTimestamp(): string;
  readonly source: Source;
}

/** Whose keys a change puts into the queue of a controller. */
export interface Watch {
  readonly kind: GroupKind | 'any';
  /** Keys of work; the default is the object's own key. `view` is the state after the change. */
  readonly keys?: (change: Change, view: ReadView) => readonly string[];
  /** Delay in milliseconds before the keys are looked at. */
  readonly delay?: number | ((change: Change) => number);
  /** Nobody waits for it: a cluster in which nothing else is left to do is at rest. */
  readonly idle?: true;
}

/**
 * A loop of kube-controller-manager under upstream's name: a pure function from what it reads to what it wants done.
 * Keys are `namespace/name`, or `name` for cluster-scoped kinds, as upstream's queues have them.
 */
export interface Controller {
  readonly name: string;
  readonly watches: readonly Watch[];
  /** How many keys it works on at once, upstream's `--concurrent-…-syncs`; absent where no work of its takes time. */
  readonly workers?: number;
  /** The controller for one simulation, where it remembers what it did or looks at what no object says. */
  anew?(world: World): Controller;
  reconcile(key: string, view: ReadView, context: WorkContext): Work;
}

/** `namespace/name`, or `name` for cluster-scoped objects. */
export const keyOf = ({ metadata }: KubernetesObject): string =>
  metadata.namespace ? `${metadata.namespace}/${metadata.name ?? ''}` : (metadata.name ?? '');

/** The inverse of `keyOf`. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}
