import type { Plugin, PreFilterOutcome, ScorePass, WeightedPass } from './framework.ts';
import { KeptScores } from './kept-scores.ts';
import { NodeColumn } from './node-column.ts';
import type { NodeInfo } from './node-info.ts';
import { NodeVerdicts } from './node-verdicts.ts';
import type { PodInfo } from './pod-info.ts';

/**
 * What plugins found out for pods that they cannot tell apart: once about the pods, and about each node until something about it changes. Only plugins that
 * sign pods are asked on behalf of others.
 */
export class EqualPods {
  readonly #nodeCount: number;
  readonly #columns: { forget(node: NodeInfo): void }[] = [];
  readonly #outcomes = new Map<Plugin, PreFilterOutcome>();
  #scores: readonly WeightedPass[] | undefined;
  /** What the filters say, pods nominated to the node taken into account. */
  readonly verdicts: NodeVerdicts;
  #ofOne: NodeVerdicts | undefined;

  constructor(nodeCount: number) {
    this.#nodeCount = nodeCount;
    this.verdicts = new NodeVerdicts(nodeCount);
  }

  /** Answers about nodes to another question that equal pods have in common. */
  column<T extends object>(): NodeColumn<T> {
    const column = new NodeColumn<T>(this.#nodeCount);
    this.#columns.push(column);
    return column;
  }

  /** Room for what the filters say of one of the pods, when that is more than equal pods have in common: empty, and taken back when it is asked for again. */
  verdictsOfOne(): NodeVerdicts {
    if (this.#ofOne) this.#ofOne.clear();
    else this.#ofOne = new NodeVerdicts(this.#nodeCount);
    return this.#ofOne;
  }

  outcomeOf(plugin: Plugin, find: () => PreFilterOutcome): PreFilterOutcome {
    let outcome = this.#outcomes.get(plugin);
    if (!outcome) this.#outcomes.set(plugin, (outcome = find()));
    return outcome;
  }

  /** Passes that stand for those that `find` answers: they keep scores, and what needs not be brought to 0…100 first is added up. */
  scorePasses(find: () => readonly WeightedPass[]): readonly WeightedPass[] {
    this.#scores ??= this.#kept(find());
    return this.#scores;
  }

  /** A node, or who is nominated to it, has changed. */
  forget(node: NodeInfo): void {
    this.verdicts.forget(node.position);
    for (const column of this.#columns) column.forget(node);
  }

  #kept(passes: readonly WeightedPass[]): readonly WeightedPass[] {
    const plain = passes.filter(({ pass }) => !pass.normalize);
    const sum: ScorePass = { score: (node) => plain.reduce((total, { pass, weight }) => total + pass.score(node) * weight, 0) };
    const all = passes.filter(({ pass }) => pass.normalize);
    return [...(plain.length > 0 ? [{ pass: sum, weight: 1 }] : []), ...all].map(({ pass, weight }) => {
      const kept = new KeptScores(pass, this.#nodeCount);
      this.#columns.push(kept);
      return { pass: kept, weight };
    });
  }
}

/** What makes pods equal to plugins; undefined where one of them cannot say. */
export function signatureOf(pod: PodInfo, plugins: readonly Plugin[]): string | undefined {
  const parts: unknown[] = [pod.spec.schedulerName, pod.priority];
  for (const { sign } of plugins) {
    if (!sign) continue;
    const part = sign(pod);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.length > 2 ? JSON.stringify(parts) : undefined;
}
