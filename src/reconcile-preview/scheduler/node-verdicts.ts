import type { Rejection } from './verdict.ts';

/** Why each node was rejected, and what goes for the nodes that were not looked at. */
export class NodeVerdicts {
  readonly #byNode = new Map<string, Rejection>();
  #others: Rejection = { kind: 'unresolvable', reasons: [] };

  /** How many nodes were rejected one by one. */
  get count(): number {
    return this.#byNode.size;
  }

  set(nodeName: string, rejection: Rejection): void {
    this.#byNode.set(nodeName, rejection);
  }

  setOthers(rejection: Rejection): void {
    this.#others = rejection;
  }

  get(nodeName: string): Rejection {
    return this.#byNode.get(nodeName) ?? this.#others;
  }

  /**
   * `2 Insufficient cpu, 3 node(s) were unschedulable`: each reason with the number of nodes, sorted as text; empty when there is none.
   */
  histogram(nodeCount: number): string {
    const counts = new Map<string, number>();
    const count = (reasons: readonly string[], times: number): void => {
      for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + times);
    };
    for (const rejection of this.#byNode.values()) count(rejection.reasons, 1);
    if (this.#byNode.size < nodeCount) count(this.#others.reasons, nodeCount - this.#byNode.size);
    return [...counts]
      .map(([reason, times]) => `${times} ${reason}`)
      .sort()
      .join(', ');
  }
}

/** `0/5 nodes are available: …`: what a pod's condition says when it fits nowhere. */
export function fitErrorMessage(nodeCount: number, verdicts: NodeVerdicts, preFilterMessage = '', postFilterMessage = ''): string {
  const reasons = preFilterMessage === '' ? verdicts.histogram(nodeCount) : preFilterMessage;
  return [`0/${nodeCount} nodes are available:`, reasons === '' ? '' : `${reasons}.`, postFilterMessage].filter(Boolean).join(' ');
}
