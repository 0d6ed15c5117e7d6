import { labelOf, type Labels } from './selector.ts';

/** Numbers by topology key and value: how many pods of a domain a term matches, or what they are worth. Domains with 0 are the same as unknown ones. */
export class TopologyCounts {
  readonly #byKey = new Map<string, Map<string, number>>();
  /** What a fork started from; its own numbers are added to these. */
  readonly #origin: TopologyCounts | undefined;
  /** How many domains have another number than 0. */
  #size: number;

  constructor(origin?: TopologyCounts) {
    this.#origin = origin;
    this.#size = origin ? origin.#size : 0;
  }

  /** An independent continuation, as long as these counts stay as they are. */
  fork(): TopologyCounts {
    return new TopologyCounts(this);
  }

  /** Whether nothing has been counted, or all of it has been taken back. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** Counts at the domain of a node; a node without the label belongs to none. */
  add(labels: Labels, topologyKey: string, amount: number): void {
    const value = labelOf(labels, topologyKey);
    if (value !== undefined) this.addAt(topologyKey, value, amount);
  }

  addAt(topologyKey: string, value: string, amount: number): void {
    if (amount === 0) return;
    const before = this.countOf(topologyKey, value);
    if (before === 0) this.#size += 1;
    else if (before + amount === 0) this.#size -= 1;
    let values = this.#byKey.get(topologyKey);
    if (!values) this.#byKey.set(topologyKey, (values = new Map()));
    const own = (values.get(value) ?? 0) + amount;
    if (own === 0) values.delete(value);
    else values.set(value, own);
  }

  at(labels: Labels, topologyKey: string): number {
    const value = labelOf(labels, topologyKey);
    return value === undefined ? 0 : this.countOf(topologyKey, value);
  }

  countOf(topologyKey: string, value: string): number {
    const own = this.#byKey.get(topologyKey)?.get(value) ?? 0;
    return this.#origin ? own + this.#origin.countOf(topologyKey, value) : own;
  }

  /** Sum over all the domains that a node belongs to. */
  sumAt(labels: Labels): number {
    let sum = this.#origin ? this.#origin.sumAt(labels) : 0;
    for (const [key, values] of this.#byKey) {
      const value = labelOf(labels, key);
      if (value !== undefined) sum += values.get(value) ?? 0;
    }
    return sum;
  }

  /** Whether a domain of the node has more than none. */
  isPositiveAt(labels: Labels): boolean {
    return this.#size > 0 && this.#keys().some((key) => this.at(labels, key) > 0);
  }

  /** Values of a topology key with another number than 0. */
  valuesOf(topologyKey: string): readonly string[] {
    const values = [...(this.#byKey.get(topologyKey)?.keys() ?? [])];
    if (!this.#origin) return values;
    return [...new Set([...this.#origin.valuesOf(topologyKey), ...values])].filter((value) => this.countOf(topologyKey, value) !== 0);
  }

  #keys(): readonly string[] {
    const own = [...this.#byKey.keys()];
    return this.#origin ? [...this.#origin.#keys(), ...own] : own;
  }
}
