import { fits, isRejection, type Fits, type Rejection } from './verdict.ts';

/** What was found out about each node, and what goes for the nodes that were not looked at. */
export class NodeVerdicts {
  readonly nodeCount: number;
  /** By the nodes' positions. Equal rejections are one and the same, so that looking through many is quick. */
  readonly #byNode: (Fits | Rejection | undefined)[];
  readonly #rejections = new Map<string, Rejection>();
  /** On how many nodes each is. */
  readonly #counts = new Map<Fits | Rejection, number>();
  #others: Rejection = { kind: 'unresolvable', reasons: [] };

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.#byNode = new Array<Fits | Rejection | undefined>(nodeCount);
  }

  /** `fits` itself, a rejection, or undefined when the node at the position has not been looked at. */
  at(position: number): Fits | Rejection | undefined {
    return this.#byNode[position];
  }

  set(position: number, verdict: Fits | Rejection): void {
    this.forget(position);
    const only = isRejection(verdict) ? this.#only(verdict) : fits;
    this.#byNode[position] = only;
    this.#counts.set(only, (this.#counts.get(only) ?? 0) + 1);
  }

  forget(position: number): void {
    const verdict = this.#byNode[position];
    if (!verdict) return;
    this.#byNode[position] = undefined;
    this.#counts.set(verdict, (this.#counts.get(verdict) ?? 0) - 1);
  }

  setOthers(rejection: Rejection): void {
    this.#others = rejection;
  }

  /** Why the node at the position was rejected. */
  rejectionAt(position: number): Rejection {
    const verdict = this.#byNode[position];
    return verdict === undefined || verdict.kind === 'fits' ? this.#others : verdict;
  }

  /** How many nodes evicting pods may help on. */
  get unschedulableCount(): number {
    let sum = 0;
    for (const [{ kind }, count] of this.#rejected()) if (kind === 'unschedulable') sum += count;
    return sum;
  }

  /** Names of the plugins that rejected nodes one by one. */
  get rejectors(): readonly string[] {
    return [...this.#counts].flatMap(([verdict, count]) =>
      count > 0 && verdict.kind !== 'fits' && verdict.plugin ? [verdict.plugin] : [],
    );
  }

  /**
   * `2 Insufficient cpu, 3 node(s) were unschedulable`: each reason with the number of nodes, sorted as text; empty when there is none.
   */
  histogram(): string {
    const counts = new Map<string, number>();
    for (const [{ reasons }, times] of this.#rejected()) {
      for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + times);
    }
    return [...counts]
      .map(([reason, times]) => `${times} ${reason}`)
      .sort()
      .join(', ');
  }

  /** All rejections with the number of nodes. */
  #rejected(): readonly (readonly [Rejection, number])[] {
    let others = this.nodeCount;
    const rejected: [Rejection, number][] = [];
    for (const [verdict, count] of this.#counts) {
      others -= count;
      if (count > 0 && verdict.kind !== 'fits') rejected.push([verdict, count]);
    }
    if (others > 0) rejected.push([this.#others, others]);
    return rejected;
  }

  #only(rejection: Rejection): Rejection {
    const key = [rejection.plugin, rejection.kind, ...rejection.reasons].join('\n');
    const known = this.#rejections.get(key);
    if (known) return known;
    this.#rejections.set(key, rejection);
    return rejection;
  }
}

/** `0/5 nodes are available: …`: what a pod's condition says when it fits nowhere. */
export function fitErrorMessage(verdicts: NodeVerdicts, preFilterMessage = '', postFilterMessage = ''): string {
  const reasons = preFilterMessage === '' ? verdicts.histogram() : preFilterMessage;
  return [`0/${verdicts.nodeCount} nodes are available:`, reasons === '' ? '' : `${reasons}.`, postFilterMessage].filter(Boolean).join(' ');
}
