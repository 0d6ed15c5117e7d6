import { Followers } from './followers.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { TopologyCounts } from './topology-counts.ts';

/** What a pod on a node counts for; `amount` is 1 for a pod that comes and -1 for one that goes. */
export type TallyRule = (counts: TopologyCounts, pod: PodInfo, node: NodeInfo, amount: number) => void;

/** A pod that came to or left a node. */
interface Move {
  readonly pod: PodInfo;
  readonly node: NodeInfo;
  readonly amount: 1 | -1;
}

/** More moves are remembered than there are pods, up to this factor. */
const MOVES_PER_POD = 2;

/** Counts over all pods that follow them as they come and go. */
export class Tallies {
  readonly #counts = new Followers<Move, TopologyCounts>();

  /** The counts that `rule` makes of all pods on `nodes`. `key` says everything that they depend on besides. */
  of(key: string, rule: TallyRule, nodes: readonly NodeInfo[]): TopologyCounts {
    const countAll = (): TopologyCounts => {
      const counts = new TopologyCounts();
      for (const node of nodes) for (const pod of node.pods) rule(counts, pod, node, 1);
      return counts;
    };
    return this.#counts.of(key, countAll, (counts, { pod, node, amount }) => rule(counts, pod, node, amount));
  }

  note(pod: PodInfo, node: NodeInfo, amount: Move['amount'], podCount: number): void {
    this.#counts.note({ pod, node, amount }, podCount * MOVES_PER_POD);
  }

  /** Nodes have changed: everything is counted anew. */
  clear(): void {
    this.#counts.clear();
  }
}
