import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import { TopologyCounts } from './topology-counts.ts';

/** How one pod on one node changes counts; `amount` is 1 for a pod that comes and -1 for one that goes. */
export type TallyRule = (counts: TopologyCounts, pod: PodInfo, node: NodeInfo, amount: number) => void;

interface Tally {
  readonly counts: TopologyCounts;
  /** Up to which move it has counted. */
  seen: number;
}

/** A pod that came to or left a node. */
interface Move {
  readonly pod: PodInfo;
  readonly node: NodeInfo;
  readonly amount: 1 | -1;
}

/** More moves are remembered than there are pods, up to this factor: beyond that counting anew is cheaper than catching up. */
const MOVES_PER_POD = 2;
const LEAST_MOVES = 1000;

/**
 * Counts over all pods, each made when it is first asked for. A count that is asked for again catches up with the pods that came and went meanwhile; one that
 * nobody asks for costs nothing.
 */
export class Tallies {
  readonly #byKey = new Map<string, Tally>();
  #moves: Move[] = [];
  /** Moves before the first that is remembered. */
  #forgotten = 0;

  /** The counts that `rule` makes of all pods on `nodes`. `key` says everything that they depend on besides. */
  of(key: string, rule: TallyRule, nodes: readonly NodeInfo[]): TopologyCounts {
    const now = this.#forgotten + this.#moves.length;
    let tally = this.#byKey.get(key);
    if (!tally || tally.seen < this.#forgotten) {
      tally = { counts: new TopologyCounts(), seen: now };
      this.#byKey.set(key, tally);
      for (const node of nodes) for (const pod of node.pods) rule(tally.counts, pod, node, 1);
    }
    for (let i = tally.seen - this.#forgotten; i < this.#moves.length; i++) {
      const move = this.#moves[i];
      if (move) rule(tally.counts, move.pod, move.node, move.amount);
    }
    tally.seen = now;
    return tally.counts;
  }

  note(pod: PodInfo, node: NodeInfo, amount: Move['amount'], podCount: number): void {
    if (this.#byKey.size === 0) return;
    this.#moves.push({ pod, node, amount });
    if (this.#moves.length <= Math.max(LEAST_MOVES, podCount * MOVES_PER_POD)) return;
    const half = this.#moves.length >> 1;
    this.#moves = this.#moves.slice(half);
    this.#forgotten += half;
    for (const [key, { seen }] of this.#byKey) if (seen < this.#forgotten) this.#byKey.delete(key);
  }

  /** Nodes have changed: everything is counted anew. */
  clear(): void {
    this.#byKey.clear();
    this.#forgotten += this.#moves.length;
    this.#moves = [];
  }
}
