import type { NodeInfo } from './node-info.ts';
import type { Topology } from './topology.ts';

/** A number for each domain of a topology, at first 0. */
export class DomainCounts {
  readonly topology: Topology;
  readonly #numbers: number[];
  /** Of a fork: what is added to the numbers, which are those of its origin. */
  readonly #changes: Map<number, number> | undefined;

  constructor(topology: Topology, numbers = new Array<number>(topology.size).fill(0), changes?: Map<number, number>) {
    this.topology = topology;
    this.#numbers = numbers;
    this.#changes = changes;
  }

  /** An independent continuation, as long as these counts stay as they are. */
  fork(): DomainCounts {
    return new DomainCounts(this.topology, this.#numbers, new Map(this.#changes));
  }

  /** The number of a node's domain; 0 for a node without one. */
  at(node: NodeInfo): number {
    return this.of(this.topology.domainOf(node));
  }

  /** The number of a domain; 0 for a negative one, which is none. */
  of(domain: number): number {
    if (domain < 0) return 0;
    const number = this.#numbers[domain] ?? 0;
    return this.#changes ? number + (this.#changes.get(domain) ?? 0) : number;
  }

  /** Nothing is counted for a negative domain. */
  add(domain: number, amount: number): void {
    if (domain < 0) return;
    if (this.#changes) this.#changes.set(domain, (this.#changes.get(domain) ?? 0) + amount);
    else this.#numbers[domain] = (this.#numbers[domain] ?? 0) + amount;
  }
}
