import { labelOf, type Labels } from '../../selector.ts';

/** Numbers by topology key and value: how many pods of a domain a term matches, or what they are worth. */
export class TopologyCounts {
  readonly #byKey: Map<string, Map<string, number>>;

  constructor(byKey: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map()) {
    this.#byKey = new Map([...byKey].map(([key, values]) => [key, new Map(values)]));
  }

  clone(): TopologyCounts {
    return new TopologyCounts(this.#byKey);
  }

  /** Whether nothing has been counted, or all of it has been taken back. */
  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** Counts at the domain of a node; a node without the label belongs to none. */
  add(labels: Labels, topologyKey: string, amount: number): void {
    const value = labelOf(labels, topologyKey);
    if (value === undefined) return;
    const values = this.#byKey.get(topologyKey) ?? new Map<string, number>();
    const sum = (values.get(value) ?? 0) + amount;
    if (sum === 0) values.delete(value);
    else values.set(value, sum);
    if (values.size === 0) this.#byKey.delete(topologyKey);
    else this.#byKey.set(topologyKey, values);
  }

  at(labels: Labels, topologyKey: string): number {
    const value = labelOf(labels, topologyKey);
    return value === undefined ? 0 : (this.#byKey.get(topologyKey)?.get(value) ?? 0);
  }

  /** Sum over all the domains that a node belongs to. */
  sumAt(labels: Labels): number {
    let sum = 0;
    for (const key of this.#byKey.keys()) sum += this.at(labels, key);
    return sum;
  }

  /** Whether a domain of the node has more than none. */
  isPositiveAt(labels: Labels): boolean {
    return [...this.#byKey.keys()].some((key) => this.at(labels, key) > 0);
  }
}
