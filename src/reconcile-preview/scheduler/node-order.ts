import type { Node } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { nodeZone } from '../node-zone.ts';

/**
 * The order in which kube-scheduler looks at nodes: zones take turns in the order in which they appeared, each with its nodes in the order in which they
 * were added. It decides between nodes of equal score.
 */
export class NodeOrder {
  readonly #zones = new Map<string, string[]>();
  readonly #zoneByNode = new Map<string, string>();
  #names: readonly string[] | undefined;

  get names(): readonly string[] {
    this.#names ??= takeTurns([...this.#zones.values()]);
    return this.#names;
  }

  /** Adds a node; one that moved to another zone comes last there. */
  set(node: Typed<Node>): void {
    const { name = '' } = node.metadata;
    const zone = nodeZone(node);
    if (this.#zoneByNode.get(name) === zone) return;
    this.remove(name);
    this.#zoneByNode.set(name, zone);
    const nodes = this.#zones.get(zone);
    if (nodes) nodes.push(name);
    else this.#zones.set(zone, [name]);
  }

  remove(name: string): void {
    this.#names = undefined;
    const zone = this.#zoneByNode.get(name);
    if (zone === undefined) return;
    this.#zoneByNode.delete(name);
    const others = (this.#zones.get(zone) ?? []).filter((other) => other !== name);
    if (others.length > 0) this.#zones.set(zone, others);
    else this.#zones.delete(zone);
  }
}

function takeTurns(zones: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...zones.map(({ length }) => length));
  const names: string[] = [];
  for (let turn = 0; turn < longest; turn++) {
    for (const nodes of zones) {
      const name = nodes[turn];
      if (name !== undefined) names.push(name);
    }
  }
  return names;
}
