import type { Node } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { EqualPods } from './equal-pods.ts';
import { Followers } from './followers.ts';
import { NodeInfo } from './node-info.ts';
import { NodeOrder } from './node-order.ts';
import { countsAlike, hasAffinity, nodeNameOf, type PodInfo } from './pod-info.ts';
import type { PodScope } from './pod-scope.ts';
import { isSoft } from './taints.ts';
import { Tallies, type TallyRule } from './tallies.ts';
import { Topology } from './topology.ts';
import { TopologyCounts } from './topology-counts.ts';
import { deepEqual } from '../../model/json.ts';

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
  readonly #topologies = new Map<string, Topology>();
  readonly #topologyOf = (key: string): Topology => this.topology(key);
  readonly #tallies = new Tallies(this.#topologyOf);
  /** Domains with nodes that count, by what that depends on. */
  readonly #domains = new Map<string, readonly number[]>();
  /** What was found out for equal pods, by their signature; follows the nodes that change. */
  readonly #equalPods = new Followers<NodeInfo, EqualPods>(MOST_SIGNATURES);
  #hasSoftTaints: boolean | undefined;
  #withRequiredAntiAffinity = 0;
  #withAffinity = 0;

  /** All nodes, in the order in which the scheduler looks at them. */
  get nodes(): readonly NodeInfo[] {
    this.#listed ??= this.#list();
    return this.#listed;
  }

  /** Those of the nodes that have one of the names, in the same order. */
  named(names: ReadonlySet<string>): readonly NodeInfo[] {
    const { length } = this.nodes;
    if (names.size >= length) return this.nodes.filter(({ name }) => names.has(name));
    return [...names].flatMap((name) => this.get(name) ?? []).sort((a, b) => a.position - b.position);
  }

  get(name: string): NodeInfo | undefined {
    const info = this.#byName.get(name);
    return info?.node ? info : undefined;
  }

  /** Whether a pod has required anti-affinity, which may be against any other. */
  get hasRequiredAntiAffinity(): boolean {
    return this.#withRequiredAntiAffinity > 0;
  }

  /** Whether a pod has affinity or anti-affinity of any kind. */
  get hasAffinity(): boolean {
    return this.#withAffinity > 0;
  }

  /** Whether there is a node that is better avoided. */
  get hasSoftTaints(): boolean {
    this.#hasSoftTaints ??= this.nodes.some(({ taints }) => taints.some(isSoft));
    return this.#hasSoftTaints;
  }

  /** How the values of a label divide the nodes. */
  topology(key: string): Topology {
    let topology = this.#topologies.get(key);
    if (!topology) this.#topologies.set(key, (topology = new Topology(key, this.nodes)));
    return topology;
  }

  /** Counts by domain in which nothing is counted yet. */
  noCounts(): TopologyCounts {
    return new TopologyCounts(this.#topologyOf);
  }

  /** What `rule` counts of all pods on nodes that exist; outside `scope` it counts none. `key` says everything that the counts depend on besides. */
  tally(key: string, rule: TallyRule, scope?: PodScope): TopologyCounts {
    return this.#tallies.of(key, rule, this.nodes, scope);
  }

  /** The domains of a topology that have a node which counts. `key` says everything that this depends on. */
  domainsOf(topologyKey: string, key: string, counts: (node: NodeInfo) => boolean): readonly number[] {
    let domains = this.#domains.get(key);
    if (domains) return domains;
    const topology = this.topology(topologyKey);
    domains = [...new Set(this.nodes.filter(counts).map((node) => topology.domainOf(node)))].filter((domain) => domain >= 0);
    this.#domains.set(key, domains);
    return domains;
  }

  /** What is known about nodes for the pods of a signature. */
  equalPods(signature: string): EqualPods {
    const { length } = this.nodes;
    return this.#equalPods.of(
      signature,
      () => new EqualPods(length),
      (equals, node) => equals.forget(node),
    );
  }

  /** Something that decides about the node beside what it is and has: the pods nominated to it. */
  touch(nodeName: string): void {
    const info = this.#byName.get(nodeName);
    if (info) this.#noteNode(info);
  }

  setNode(node: Typed<Node>): void {
    const info = this.#info(node.metadata.name ?? '');
    const { node: before } = info;
    this.#countImages(info, -1);
    info.setNode(node);
    this.#countImages(info, 1);
    this.#noteNode(info);
    if (before && hasSameDomains(before, node)) return;
    this.#order.set(node);
    this.#forgetCounts();
  }

  removeNode(name: string): void {
    const info = this.#byName.get(name);
    if (!info) return;
    this.#countImages(info, -1);
    info.setNode(undefined);
    if (info.podCount === 0) this.#byName.delete(name);
    this.#order.remove(name);
    this.#forgetCounts();
  }

  /** Puts a pod, or its new version, onto the node that `nodeName` names; the default is the node it is bound to. */
  setPod(pod: PodInfo, nodeName = nodeNameOf(pod)): void {
    const isThere = this.#placements.get(pod.key) === nodeName;
    const info = this.#info(nodeName);
    const before = isThere ? info.remove(pod.key) : this.#takeOff(pod.key);
    info.add(pod);
    this.#noteNode(info);
    this.#placements.set(pod.key, nodeName);
    if (isThere && before && countsAlike(before, pod)) return;
    if (isThere && before) this.#note(before, info, -1);
    this.#note(pod, info, 1);
  }

  removePod(key: string): void {
    this.#takeOff(key);
  }

  /** Whether any node has, or has had, images. */
  get hasImages(): boolean {
    return this.#imageNodes.size > 0;
  }

  imageNodeCount(image: string): number {
    return this.#imageNodes.get(image) ?? 0;
  }

  /** Whether a pod on any node uses the claim `namespace/name`. */
  usesClaim(claim: string): boolean {
    return this.nodes.some(({ claims }) => claims.has(claim));
  }

  #takeOff(key: string): PodInfo | undefined {
    const nodeName = this.#placements.get(key);
    const info = nodeName === undefined ? undefined : this.#byName.get(nodeName);
    const pod = info?.remove(key);
    if (!info || !pod) return undefined;
    this.#placements.delete(key);
    this.#noteNode(info);
    this.#note(pod, info, -1);
    if (!info.node && info.podCount === 0) this.#byName.delete(info.name);
    return pod;
  }

  #note(pod: PodInfo, info: NodeInfo, amount: 1 | -1): void {
    if (hasAffinity(pod)) this.#withAffinity += amount;
    if (pod.requiredAntiAffinity.length > 0) this.#withRequiredAntiAffinity += amount;
    if (info.node) this.#tallies.note(pod, info, amount, this.#placements.size);
  }

  #noteNode(info: NodeInfo): void {
    if (info.node) this.#equalPods.note(info, this.#byName.size);
  }

  #list(): readonly NodeInfo[] {
    const nodes = this.#order.names.flatMap((name) => this.get(name) ?? []);
    nodes.forEach((node, position) => (node.position = position));
    return nodes;
  }

  #forgetCounts(): void {
    this.#listed = undefined;
    this.#hasSoftTaints = undefined;
    this.#equalPods.clear();
    this.#tallies.clear();
    this.#domains.clear();
    this.#topologies.clear();
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

/** Of so many kinds of pods it is remembered what was found out about each node. */
const MOST_SIGNATURES = 50;

/** Whether a node is still what pods were counted on: the same place, with the same taints. */
const hasSameDomains = (a: Typed<Node>, b: Typed<Node>): boolean =>
  deepEqual(a.metadata.labels, b.metadata.labels) && deepEqual(a.spec?.taints, b.spec?.taints);
