import type { Node, Taint } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { UsedPorts } from './host-ports.ts';
import type { PodInfo } from './pod-info.ts';
import { allocatableResources, NOTHING, type Resource } from './resource.ts';
import type { Labels } from './selector.ts';

/** Sums over the pods of a node. */
interface Sums {
  milliCpu: number;
  memory: number;
  ephemeralStorage: number;
  readonly scalars: Map<string, number>;
  nonZeroMilliCpu: number;
  nonZeroMemory: number;
}

/** A node and what its pods take, kept up to date as pods come and go. */
export class NodeInfo {
  readonly name: string;
  /** Its place among the nodes of the snapshot. */
  position = 0;
  /** Undefined while only pods that are bound to it are known. */
  node: Typed<Node> | undefined;
  labels: Labels = {};
  taints: readonly Taint[] = [];
  allocatable: Resource = NOTHING;
  /** Size in bytes of each image it has, by name. */
  images: ReadonlyMap<string, number> = new Map();
  readonly requested: Sums = { milliCpu: 0, memory: 0, ephemeralStorage: 0, scalars: new Map(), nonZeroMilliCpu: 0, nonZeroMemory: 0 };
  readonly ports = new UsedPorts();
  readonly #pods: PodInfo[] = [];
  /** How many pods use a claim, by `namespace/name`. */
  readonly claims = new Map<string, number>();

  constructor(name: string) {
    this.name = name;
  }

  /** In the order they were added, but the last one takes the place of one that leaves: upstream's order decides between equal victims. */
  get pods(): readonly PodInfo[] {
    return this.#pods;
  }

  get podCount(): number {
    return this.#pods.length;
  }

  setNode(node: Typed<Node> | undefined): void {
    this.node = node;
    this.labels = node?.metadata.labels ?? {};
    this.taints = node?.spec?.taints ?? [];
    this.allocatable = allocatableResources(node?.status?.allocatable ?? {});
    this.images = new Map(
      (node?.status?.images ?? []).flatMap(({ names = [], sizeBytes = 0 }) => names.map((name): [string, number] => [name, sizeBytes])),
    );
  }

  add(pod: PodInfo): void {
    this.#pods.push(pod);
    this.#count(pod, 1);
    for (const port of pod.hostPorts) this.ports.add(port);
  }

  /** Takes a pod off and answers it; undefined when it is not there. */
  remove(key: string): PodInfo | undefined {
    const at = this.#pods.findIndex((pod) => pod.key === key);
    const pod = this.#pods[at];
    if (!pod) return undefined;
    const last = this.#pods.pop();
    if (last && last !== pod) this.#pods[at] = last;
    this.#count(pod, -1);
    for (const port of pod.hostPorts) this.ports.remove(port);
    return pod;
  }

  /** A copy for what-ifs. */
  clone(): NodeInfo {
    const copy = new NodeInfo(this.name);
    copy.position = this.position;
    copy.node = this.node;
    copy.labels = this.labels;
    copy.taints = this.taints;
    copy.allocatable = this.allocatable;
    copy.images = this.images;
    for (const pod of this.#pods) copy.add(pod);
    return copy;
  }

  #count({ resource, nonZero, claims }: PodInfo, sign: 1 | -1): void {
    const sums = this.requested;
    sums.milliCpu += sign * resource.milliCpu;
    sums.memory += sign * resource.memory;
    sums.ephemeralStorage += sign * resource.ephemeralStorage;
    sums.nonZeroMilliCpu += sign * nonZero.milliCpu;
    sums.nonZeroMemory += sign * nonZero.memory;
    for (const [name, amount] of resource.scalars) sums.scalars.set(name, (sums.scalars.get(name) ?? 0) + sign * amount);
    for (const claim of claims) {
      const uses = (this.claims.get(claim) ?? 0) + sign;
      if (uses > 0) this.claims.set(claim, uses);
      else this.claims.delete(claim);
    }
  }
}
