import type { ScorePass } from './framework.ts';
import type { NodeInfo } from './node-info.ts';

/** The scores of a pass, that of each node found when it is first asked for and kept until it is forgotten. */
export class KeptScores implements ScorePass {
  readonly normalize?: (scores: number[], nodes: readonly NodeInfo[]) => void;
  readonly #pass: ScorePass;
  /** By the nodes' positions; not a number where there is none yet. */
  readonly #scores: Float64Array;

  constructor(pass: ScorePass, nodeCount: number) {
    this.#pass = pass;
    this.#scores = new Float64Array(nodeCount).fill(NaN);
    if (pass.normalize) this.normalize = (scores, nodes) => pass.normalize?.(scores, nodes);
  }

  score(node: NodeInfo): number {
    const known = this.#scores[node.position] ?? NaN;
    return Number.isNaN(known) ? this.#find(node) : known;
  }

  scoreAll(nodes: readonly NodeInfo[], positions: readonly number[]): number[] {
    const scores: number[] = [];
    for (let i = 0; i < positions.length; i++) {
      const known = this.#scores[positions[i] ?? 0] ?? NaN;
      const node = Number.isNaN(known) ? nodes[i] : undefined;
      scores.push(node ? this.#find(node) : known);
    }
    return scores;
  }

  forget({ position }: NodeInfo): void {
    this.#scores[position] = NaN;
  }

  #find(node: NodeInfo): number {
    const score = this.#pass.score(node);
    this.#scores[node.position] = score;
    return score;
  }
}
