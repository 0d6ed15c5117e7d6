import type { Node } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { NodeInfo } from './node-info.ts';
import { NodeOrder } from './node-order.ts';
import { nodeNameOf, type PodInfo } from './pod-info.ts';

/**
 * Nodes with the pods bound to them, assumed pods included, kept up to date change by change: scheduling a pod reads it and recomputes nothing.
 */
export class Snapshot {
  readonly #byName = new Map<string, NodeInfo>();
  /** Node of each pod, by pod key. */
  readonly #placements = new Map<string, string>();
  /** On how many nodes an image is, by name. */
  readonly #imageNodes = new Map<string, number>();
  readonly #order = new NodeOrder();
  #listed: readonly NodeInfo[] | undefined;

  /** All nodes, in the order in which the scheduler looks at them. */
  get nodes(): readonly NodeInfo[] {
    this.#listed ??= this.#order.names.flatMap((name) => this.get(name) ?? []);
    return this.#listed;
  }

  get(name: string): NodeInfo | undefined {
    const info = this.#byName.get(name);
    return info?.node ? info : undefined;
  }

  setNode(node: Typed<Node>): void {
    const info = this.#info(node.metadata.name ?? '');
    this.#countImages(info, -1);
    info.setNode(node);
    this.#countImages(info, 1);
    this.#order.set(node);
    this.#listed = undefined;
  }

  removeNode(name: string): void {
    const info = this.#byName.get(name);
    if (!info) return;
    this.#countImages(info, -1);
    info.setNode(undefined);
    if (info.podCount === 0) this.#byName.delete(name);
    this.#order.remove(name);
    this.#listed = undefined;
  }

  /** Puts a pod, or its new version, onto the node that `nodeName` names; the default is the node it is bound to. */
  setPod(pod: PodInfo, nodeName = nodeNameOf(pod)): void {
    this.removePod(pod.key);
    this.#info(nodeName).add(pod);
    this.#placements.set(pod.key, nodeName);
  }

  removePod(key: string): void {
    const nodeName = this.#placements.get(key);
    if (nodeName === undefined) return;
    this.#placements.delete(key);
    const info = this.#byName.get(nodeName);
    info?.remove(key);
    if (info && !info.node && info.podCount === 0) this.#byName.delete(nodeName);
  }

  imageNodeCount(image: string): number {
    return this.#imageNodes.get(image) ?? 0;
  }

  /** Whether a pod on any node uses the claim `namespace/name`. */
  usesClaim(claim: string): boolean {
    return this.nodes.some(({ claims }) => claims.has(claim));
  }

  #info(name: string): NodeInfo {
    let info = this.#byName.get(name);
    if (!info) this.#byName.set(name, (info = new NodeInfo(name)));
    return info;
  }

  #countImages({ images }: NodeInfo, sign: 1 | -1): void {
    for (const image of images.keys()) this.#imageNodes.set(image, (this.#imageNodes.get(image) ?? 0) + sign);
  }
}
