import { DomainCounts } from './domain-counts.ts';
import type { NodeInfo } from './node-info.ts';
import type { Topology } from './topology.ts';

/** Numbers by topology key and domain: how many pods of a domain a term matches, or what they are worth. Domains with 0 are the same as unknown ones. */
export class TopologyCounts {
  readonly #topologyOf: (key: string) => Topology;
  readonly #byKey = new Map<string, DomainCounts>();
  /** The same in a row. */
  readonly #all: DomainCounts[] = [];
  /** How many domains have another number than 0. */
  #size = 0;

  constructor(topologyOf: (key: string) => Topology) {
    this.#topologyOf = topologyOf;
  }

  /** An independent continuation, as long as these counts stay as they are. */
  fork(): TopologyCounts {
    const fork = new TopologyCounts(this.#topologyOf);
    for (const [key, counts] of this.#byKey) fork.#set(key, counts.fork());
    fork.#size = this.#size;
    return fork;
  }

  /** Whether nothing has been counted, or all of it has been taken back. */
  get isEmpty(): boolean {
    return this.#size === 0;
  }

  /** The numbers of one topology. */
  of(topologyKey: string): DomainCounts {
    return this.#byKey.get(topologyKey) ?? this.#set(topologyKey, new DomainCounts(this.#topologyOf(topologyKey)));
  }

  /** Counts at the domain of a node; a node without the label belongs to none. */
  add(node: NodeInfo, topologyKey: string, amount: number): void {
    this.addAt(topologyKey, this.of(topologyKey).topology.domainOf(node), amount);
  }

  addAt(topologyKey: string, domain: number, amount: number): void {
    if (amount === 0 || domain < 0) return;
    const counts = this.of(topologyKey);
    const before = counts.of(domain);
    if (before === 0) this.#size += 1;
    else if (before + amount === 0) this.#size -= 1;
    counts.add(domain, amount);
  }

  /** Sum over all the domains that a node belongs to. */
  sumAt(node: NodeInfo): number {
    let sum = 0;
    for (const counts of this.#all) sum += counts.at(node);
    return sum;
  }

  /** Whether a domain of the node has more than none. */
  isPositiveAt(node: NodeInfo): boolean {
    if (this.#size === 0) return false;
    for (const counts of this.#all) if (counts.at(node) > 0) return true;
    return false;
  }

  #set(topologyKey: string, counts: DomainCounts): DomainCounts {
    this.#byKey.set(topologyKey, counts);
    this.#all.push(counts);
    return counts;
  }
}
