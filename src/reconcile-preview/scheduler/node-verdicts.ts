import { fits, isRejection, type Fits, type Rejection } from './verdict.ts';

/** What was found out about each node, and what goes for the nodes that were not looked at. */
export class NodeVerdicts {
  readonly nodeCount: number;
  /** By the nodes' positions: the place of the verdict among `#verdicts`. Rejections are many, so these are numbers close together in memory. */
  readonly #byNode: Uint32Array;
  /** All different ones; the first stands for nodes that have none. */
  readonly #verdicts: (Fits | Rejection | undefined)[] = [undefined, fits];
  /** On how many nodes each is. */
  readonly #counts = [0, 0];
  readonly #places = new Map<string, number>();
  /** Often the next is the same. */
  #last = FITS;
  #others: Rejection = { kind: 'unresolvable', reasons: [] };

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.#byNode = new Uint32Array(nodeCount);
  }

  /** `fits` itself, a rejection, or undefined when the node at the position has not been looked at. */
  at(position: number): Fits | Rejection | undefined {
    return this.#verdicts[this.#byNode[position] ?? UNKNOWN];
  }

  isKnownAt(position: number): boolean {
    return this.#byNode[position] !== UNKNOWN;
  }

  fitsAt(position: number): boolean {
    return this.#byNode[position] === FITS;
  }

  set(position: number, verdict: Fits | Rejection): void {
    this.forget(position);
    const place = isRejection(verdict) ? this.#placeOf(verdict) : FITS;
    this.#byNode[position] = place;
    this.#counts[place] = (this.#counts[place] ?? 0) + 1;
  }

  forget(position: number): void {
    const place = this.#byNode[position] ?? UNKNOWN;
    if (place === UNKNOWN) return;
    this.#byNode[position] = UNKNOWN;
    this.#counts[place] = (this.#counts[place] ?? 0) - 1;
  }

  /** Forgets all. */
  clear(): void {
    this.#byNode.fill(UNKNOWN);
    this.#counts.fill(0);
    this.#others = { kind: 'unresolvable', reasons: [] };
  }

  setOthers(rejection: Rejection): void {
    this.#others = rejection;
  }

  /** Why the node at the position was rejected. */
  rejectionAt(position: number): Rejection {
    const verdict = this.at(position);
    return verdict === undefined || verdict.kind === 'fits' ? this.#others : verdict;
  }

  /** Whether evicting pods from the node at the position may help. */
  mayBecomeFitAt(position: number): boolean {
    return this.rejectionAt(position).kind === 'unschedulable';
  }

  /** How many nodes evicting pods may help on. */
  get unschedulableCount(): number {
    let sum = 0;
    for (const [{ kind }, count] of this.#rejected()) if (kind === 'unschedulable') sum += count;
    return sum;
  }

  /** Names of the plugins that rejected nodes one by one. */
  get rejectors(): readonly string[] {
    return this.#verdicts.flatMap((verdict, place) =>
      this.#counts[place] !== 0 && verdict && verdict.kind !== 'fits' && verdict.plugin ? [verdict.plugin] : [],
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
    for (const [place, verdict] of this.#verdicts.entries()) {
      const count = this.#counts[place] ?? 0;
      others -= count;
      if (count > 0 && verdict && verdict.kind !== 'fits') rejected.push([verdict, count]);
    }
    if (others > 0) rejected.push([this.#others, others]);
    return rejected;
  }

  #placeOf(rejection: Rejection): number {
    const last = this.#verdicts[this.#last];
    if (last === rejection || (last && last.kind !== 'fits' && areEqual(last, rejection))) return this.#last;
    const key = [rejection.plugin, rejection.kind, ...rejection.reasons].join('\n');
    let place = this.#places.get(key);
    if (place === undefined) {
      this.#places.set(key, (place = this.#verdicts.length));
      this.#verdicts.push(rejection);
      this.#counts.push(0);
    }
    return (this.#last = place);
  }
}

const [UNKNOWN, FITS] = [0, 1];

const areEqual = (a: Rejection, b: Rejection): boolean =>
  a.plugin === b.plugin &&
  a.kind === b.kind &&
  a.reasons.length === b.reasons.length &&
  a.reasons.every((reason, i) => reason === b.reasons[i]);

/** `0/5 nodes are available: …`: what a pod's condition says when it fits nowhere. */
export function fitErrorMessage(verdicts: NodeVerdicts, preFilterMessage = '', postFilterMessage = ''): string {
  const reasons = preFilterMessage === '' ? verdicts.histogram() : preFilterMessage;
  return [`0/${verdicts.nodeCount} nodes are available:`, reasons === '' ? '' : `${reasons}.`, postFilterMessage].filter(Boolean).join(' ');
}
