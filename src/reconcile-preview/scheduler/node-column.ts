import type { NodeInfo } from './node-info.ts';

/** One answer for each node of a snapshot, found when it is first asked for and kept until it is forgotten. */
export class NodeColumn<T extends object> {
  readonly #answers: (T | undefined)[];

  constructor(nodeCount: number) {
    this.#answers = new Array<T | undefined>(nodeCount);
  }

  of(node: NodeInfo, find: (node: NodeInfo) => T): T {
    let answer = this.#answers[node.position];
    if (answer === undefined) this.#answers[node.position] = answer = find(node);
    return answer;
  }

  clear(): void {
    this.#answers.fill(undefined);
  }

  forget({ position }: NodeInfo): void {
    this.#answers[position] = undefined;
  }
}
