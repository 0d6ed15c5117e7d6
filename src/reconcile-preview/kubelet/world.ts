import type { ReadView } from '../../cluster/store.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import type { Metrics } from '../metrics.ts';
import { fateOf, type Fate } from './fate.ts';

/** What happens beneath a cluster, which no object says: what becomes of containers and what they use, and which machines are gone. */
export interface World {
  /** Asked for each pod whenever it changes, whether or not it has a node. */
  fateOf(pod: Typed<Pod>, view: ReadView): Fate;
  /** Whether the kubelet of a node does nothing any more. */
  isLost(nodeName: string): boolean;
  /** What metrics APIs answer; undefined where there are none. */
  readonly metrics: Metrics | undefined;
}

/** Containers do as the annotations of their pods say, no machine is gone, and nothing is measured. */
export const UNDISTURBED: World = { fateOf, isLost: () => false, metrics: undefined };
