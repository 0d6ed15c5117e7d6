import type { Pod } from '../../model/kinds/core-v1.ts';
import { child, fieldPath, index, key, type FieldPath } from '../../model/field-path.ts';
import { quantityOf } from '../../model/pod-resources.ts';
import type { Typed } from '../kind.ts';
import { DAEMON_SET } from '../kinds.ts';
import type { ObjectName } from '../network/finding.ts';
import { milliValue, value } from '../scheduler/resource.ts';
import type { NodesNeeded } from '../what-if/nodes-needed.ts';
import type { Judgement, JudgedNode, Objection } from './judge-nodes.ts';
import { nodeStep, type NodeStep } from './node-steps.ts';
import type { Cause } from './problem.ts';
import { amountText, mostThatFits, needsOf, shortAmount, type Need } from './room.ts';
import type { ProblemScene } from './scene.ts';
import { unboundClaims } from './unbound-claims.ts';
import { ownerOf, podPlace, type Unwell } from './workloads.ts';

/** Nodes and what runs on them, as a whole. */
const CLUSTER: ObjectName = { kind: 'Cluster', namespace: '', name: '' };

/** What keeps the pods of a workload from having a node, where that is to be mended, and how. `pods` are alike. */
export function unplacedPods(pods: readonly Typed<Pod>[], judge: (pod: Typed<Pod>) => Judgement | undefined, scene: ProblemScene): Unwell {
  const [pod] = pods;
  if (!pod) return { causes: [] };
  const claims = unboundClaims(pods, scene);
  if (claims.length > 0) return { causes: claims };
  const judgement = judge(pod);
  if (!judgement) return { causes: [] };
  const { general } = judgement;
  const reached = judgement.nodes.filter(({ objections }) => !objections.some(isOfVolumes));
  // volumes stay where they are: where some nodes have them, the pod has to go to one of these
  const isTied = reached.length > 0 && reached.length < judgement.nodes.length;
  const nodes = isTied ? reached : judgement.nodes;
  if (nodes.length === 0) return { causes: [], remedy: 'add a node: there is none' };
  const fewest = Math.min(...nodes.map(({ objections }) => objections.length));
  if (fewest === 0 && general.length === 0) return { causes: [], places: [podPlace(pod, fieldPath('spec'), scene.view)] };
  const nearest = nodes.filter(({ objections }) => objections.length === fewest);
  const roomy = general.length > 0 ? [] : nearest.filter(({ objections }) => isOnly(objections, 'NodeResourcesFit'));
  if (roomy.length > 0 && ownerOf(pod, scene.view)?.kind === DAEMON_SET.kind) return noRoomEverywhere(pods, judge, scene);
  if (roomy.length > 0) return noRoom(pods, judgement, roomy, scene);
  const [best] = nearest;
  const steps = (general.length > 0 ? general : (best?.objections ?? []))
    .map((objection) =>
      objection.plugin === 'NodeResourcesFit'
        ? fitStep(pods, judgement, nearest)
        : nodeStep(objection, { pod, count: pods.length, nearest, nodes, isTied, scene }),
    )
    .filter(({ isImplied }) => !isImplied);
  const causes = steps.flatMap((step) => step.causes ?? []);
  if (causes.length > 0) return { causes };
  const remedies = steps.flatMap(({ remedy }) => remedy ?? []);
  return {
    causes: [],
    places: steps.map(({ path }) => podPlace(pod, path ?? fieldPath('spec'), scene.view)),
    ...(remedies.length === steps.length && { remedy: remedies.join('; and ') }),
  };
}

const isOfVolumes = ({ plugin, reasons }: Objection): boolean =>
  plugin === 'VolumeZone' || (plugin === 'VolumeBinding' && reasons.some((reason) => reason.includes("PersistentVolume's node affinity")));

const isOnly = (objections: readonly Objection[], plugin: string): boolean => objections.every((objection) => objection.plugin === plugin);

/** Nodes that would do but for what is left of them. */
function noRoom(
  pods: readonly Typed<Pod>[],
  { pod: { resource: asked } }: Judgement,
  roomy: readonly JudgedNode[],
  scene: ProblemScene,
): Unwell {
  const needs = roomy.map(({ node }) => needsOf(asked, node));
  const tooBig = (needs[0] ?? []).filter(({ resource, wanted }) => needs.every((each) => sizeOf(each, resource) < wanted));
  const [first] = tooBig;
  if (!first) return { causes: [fullNodes(needs, scene)] };
  const [pod] = pods;
  const holders = pod ? holdersOf(pod, first.resource) : [];
  const steps = tooBig.map((need) => tooBigStep(need, needs, pods.length, pod));
  return {
    causes: [],
    remedy: steps.join('; and '),
    ...(pod && {
      places: (holders.length > 0 ? holders.map(({ path }) => path) : [fieldPath('spec')]).map((path) => podPlace(pod, path, scene.view)),
    }),
  };
}

/** What takes a shortage away that is not all that keeps a pod off the nearest nodes. */
function fitStep(
  [pod, ...others]: readonly Typed<Pod>[],
  { pod: { resource: asked } }: Judgement,
  nearest: readonly JudgedNode[],
): NodeStep {
  const needs = nearest.map(({ node }) => needsOf(asked, node));
  const short = (needs[0] ?? []).filter(({ wanted, free }) => free < wanted);
  const steps = short.map((need) =>
    needs.every((each) => sizeOf(each, need.resource) < need.wanted)
      ? tooBigStep(need, needs, others.length + 1, pod)
      : `make room for ${amountText(need.resource, need.wanted)} ${need.resource} on ${nearest[0]?.node.name ?? ''}`,
  );
  const [holder] = pod ? short.flatMap(({ resource }) => holdersOf(pod, resource)) : [];
  return { ...(holder && { path: holder.path }), remedy: steps.join('; and ') };
}

const sizeOf = (needs: readonly Need[], resource: string): number => needs.find((need) => need.resource === resource)?.size ?? 0;

/** So many pods of a DaemonSet are looked at. */
const MOST_NODES = 50;

/** Pods that have a node each to go to, which has no room for them: more nodes do not help. */
function noRoomEverywhere(pods: readonly Typed<Pod>[], judge: (pod: Typed<Pod>) => Judgement | undefined, scene: ProblemScene): Unwell {
  const own = pods.slice(0, MOST_NODES).flatMap((pod) => {
    const judgement = judge(pod);
    const only = judgement?.nodes.filter(({ objections }) => isOnly(objections, 'NodeResourcesFit')) ?? [];
    return judgement ? only.map(({ node }) => ({ pod, node, needs: needsOf(judgement.pod.resource, node) })) : [];
  });
  const [first] = own;
  if (!first) return { causes: [] };
  const short = [
    ...new Set(own.flatMap(({ needs }) => needs.filter(({ wanted, free }) => free < wanted).map(({ resource }) => resource))),
  ].sort();
  const names = [...new Set(own.map(({ node }) => node.name))].sort();
  const steps = short.map((resource) => {
    const most = Math.min(...own.map(({ needs }) => mostThatFits([needs], resource, 1)));
    const wanted = first.needs.find((need) => need.resource === resource)?.wanted ?? 0;
    const isTooBig = own.some(({ needs }) => sizeOf(needs, resource) < wanted);
    const amount = `${amountText(resource, wanted)} ${resource}`;
    const other = isTooBig
      ? `keep it off nodes of less than ${amount}: ${names.join(', ')}`
      : `make room for ${amount} on ${names.join(', ')}`;
    const lower = loweringStep({ resource, wanted }, most, first.pod);
    return lower === undefined ? other : `${lower}, or ${other}`;
  });
  const holders = short.flatMap((resource) => holdersOf(first.pod, resource));
  return {
    causes: [],
    remedy: steps.join('; and '),
    places: (holders.length > 0 ? holders.map(({ path }) => path) : [fieldPath('spec')]).map((path) =>
      podPlace(first.pod, path, scene.view),
    ),
  };
}

/** A request that is more than any node has. */
function tooBigStep({ resource, wanted }: Need, needs: readonly (readonly Need[])[], count: number, pod: Typed<Pod> | undefined): string {
  const largest = Math.max(...needs.map((each) => sizeOf(each, resource)));
  const text = (amount: number): string => amountText(resource, amount);
  if (largest === 0 && resource === 'pods') return 'bring a node that takes pods: none says in its status.allocatable how many it takes';
  if (largest === 0) return `add a node that offers ${text(wanted)} ${resource}: none offers any`;
  const most = mostThatFits(needs, resource, count);
  const bring = `bring a node with at least ${text(wanted)} ${resource} (the largest has ${text(largest)})`;
  const lower = pod && loweringStep({ resource, wanted }, most, pod);
  return lower === undefined ? bring : `${lower}, or ${bring}`;
}

/** How far requests of a resource have to go down for a pod to ask for no more than `most`; undefined where that is not enough. */
function loweringStep({ resource, wanted }: Pick<Need, 'resource' | 'wanted'>, most: number, pod: Typed<Pod>): string | undefined {
  const text = (amount: number): string => amountText(resource, amount);
  const [only, ...others] = holdersOf(pod, resource);
  if (!only || most <= 0) return undefined;
  if (others.length > 0)
    return `lower the requests of ${resource} of its containers from ${text(wanted)} to at most ${text(shortAmount(resource, most))} in all`;
  const rest = wanted - only.amount;
  if (most <= rest) return undefined;
  return `lower requests.${resource} of container ${only.container} from ${text(only.amount)} to at most ${text(shortAmount(resource, most - rest))}`;
}

interface Holder {
  readonly container: string;
  readonly path: FieldPath;
  readonly amount: number;
}

/** The containers that ask for a resource. */
function holdersOf({ spec }: Typed<Pod>, resource: string): Holder[] {
  return (spec?.containers ?? []).flatMap(({ name = '', resources }, i): Holder[] => {
    const request = resources?.requests?.[resource];
    if (request === undefined) return [];
    const path = key(child(index(fieldPath('spec', 'containers'), i), 'resources', 'requests'), resource);
    const amount = resource === 'cpu' ? milliValue(quantityOf(request)) : value(quantityOf(request));
    return [{ container: name, path, amount }];
  });
}

/** Nodes on which there is no room left: one cause of all pods that wait for some. */
function fullNodes(needs: readonly (readonly Need[])[], scene: ProblemScene): Cause {
  const short = [
    ...new Set(needs.flatMap((each) => each.filter(({ wanted, free }) => free < wanted).map(({ resource }) => resource))),
  ].sort();
  const amounts = short.filter((resource) => resource !== 'pods');
  const left = amounts.map((resource) => {
    const free = Math.max(0, ...needs.map((each) => each.find((need) => need.resource === resource)?.free ?? 0));
    return `${amountText(resource, free)} ${resource}`;
  });
  const crowded = short.length > amounts.length ? ['nodes have as many pods as they take'] : [];
  const scarce =
    left.length > 0 ? [`no node has enough ${amounts.join(' and ')} left: the most that is free on one is ${left.join(' and ')}`] : [];
  const more = scene.moreNodes();
  return {
    object: CLUSTER,
    reason: 'InsufficientCapacity',
    message: `${[...crowded, ...scarce].join('; ')}.`,
    ...(more && more.pods > 0 && { remedy: moreNodesText(more) }),
    causes: [],
  };
}

function moreNodesText({ nodes, pods, shape: { resources, like } }: NodesNeeded): string {
  const size = ['cpu', 'memory'].flatMap((name) => (resources[name] === undefined ? [] : [`${name} ${resources[name]}`])).join(', ');
  const kind = like === undefined ? size : `like ${like} (${size})`;
  const whom = pods === 1 ? 'the pod that waits' : `the ${pods} pods that wait`;
  return `add ${nodes === 1 ? 'a node' : `${nodes} nodes`} ${kind}: ${nodes === 1 ? 'it takes' : 'they take'} in ${whom}`;
}
