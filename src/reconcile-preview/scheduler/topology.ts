import type { NodeInfo } from './node-info.ts';
import { labelOf } from './selector.ts';

/** In place of a topology key, for which no label has an empty name: each node by its name. */
export const EACH_NODE = '';

/** How a label divides the nodes of a snapshot: those of one value form a domain. Domains go by numbers, so that what is known of them is an array. */
export class Topology {
  /** How many domains there are. */
  readonly size: number;
  /** By the nodes' positions. */
  readonly #domains: Int32Array;
  readonly #byValue = new Map<string, number>();

  constructor(key: string, nodes: readonly NodeInfo[]) {
    this.#domains = Int32Array.from(nodes, ({ name, labels }) => this.#numberOf(key === EACH_NODE ? name : labelOf(labels, key)));
    this.size = this.#byValue.size;
  }

  /** The number of a node's domain, from 0 on; negative where the node has no value. */
  domainOf({ position }: NodeInfo): number {
    return this.#domains[position] ?? NO_DOMAIN;
  }

  /** The number of the domain with a value; negative where no node has it. */
  domainWith(value: string): number {
    return this.#byValue.get(value) ?? NO_DOMAIN;
  }

  #numberOf(value: string | undefined): number {
    if (value === undefined) return NO_DOMAIN;
    let number = this.#byValue.get(value);
    if (number === undefined) this.#byValue.set(value, (number = this.#byValue.size));
    return number;
  }
}

const NO_DOMAIN = -1;
