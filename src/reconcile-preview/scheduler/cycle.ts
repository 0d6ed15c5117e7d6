import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import type { ClaimPlan } from '../devices/claim-plan.ts';
import type { Typed } from '../kind.ts';
import { invariant } from '../../model/invariant.ts';
import {
  isFilterPass,
  type CycleContext,
  type FailedCycle,
  type NamedPass,
  type Passes,
  type Plugin,
  type PostFilterOutcome,
  type ScorePass,
} from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { fitErrorMessage, NodeVerdicts } from './node-verdicts.ts';
import { nominatedNodeNameOf, type PodInfo } from './pod-info.ts';
import { runFilters } from './run-filters.ts';
import { indexOfTopScore } from './top-score.ts';
import { isRejection, unresolvable, type Failure, type Rejection } from './verdict.ts';
import type { VolumePlan } from './volume-plan.ts';

export type CycleResult = Scheduled | Unschedulable | Failure;

export interface Scheduled {
  readonly kind: 'scheduled';
  readonly nodeName: string;
  /** Volumes that have to be bound first, and claims that devices are to be given to. */
  readonly plan: VolumePlan | undefined;
  readonly claims: readonly ClaimPlan[];
}

export interface Unschedulable {
  readonly kind: 'unschedulable';
  /** `0/5 nodes are available: …`. */
  readonly message: string;
  /** Plugins whose events bring the pod back; when empty any event does. */
  readonly rejectors: ReadonlySet<string>;
  readonly nominatedNodeName: PostFilterOutcome['nominatedNodeName'];
  readonly victims: readonly PodInfo[];
  readonly deallocates: readonly Typed<ResourceClaim>[];
}

/**
 * One scheduling cycle of kube-scheduler: finds the node for a pod, or says why there is none. Nodes are looked at one after the other, where upstream looks at
 * several at once: of large clusters, of which only a part is looked at, that may be another part.
 */
export function schedulePod(pod: PodInfo, plugins: readonly Plugin[], context: CycleContext): CycleResult {
  const { nodes } = context.snapshot;
  if (nodes.length === 0) {
    return {
      kind: 'unschedulable',
      message: 'no nodes available to schedule pods',
      rejectors: new Set(),
      nominatedNodeName: '',
      victims: [],
      deallocates: [],
    };
  }
  const verdicts = new NodeVerdicts();
  const rejectors = new Set<string>();
  const found = preFilter(pod, plugins, context);
  if (found.kind === 'error') return found;
  for (const name of found.restrictors) rejectors.add(name);
  if (found.rejection) {
    const { rejection } = found;
    verdicts.setOthers(rejection);
    if (rejection.plugin) rejectors.add(rejection.plugin);
    return explain(pod, plugins, context, found.passes, verdicts, rejectors, rejection);
  }

  const feasible = findFeasibleNodes(pod, context, found, verdicts, rejectors);
  if (!Array.isArray(feasible)) return feasible;
  const [first, ...others] = feasible;
  if (!first) return explain(pod, plugins, context, found.passes, verdicts, rejectors);
  const nodeName = others.length === 0 ? first.name : bestNode(pod, plugins, context, found.passes, feasible);
  return reserve(nodeName, found.passes);
}

interface PreFiltered {
  readonly kind: 'passes';
  readonly passes: Passes;
  /** The nodes in question; undefined for all. */
  readonly nodeNames: ReadonlySet<string> | undefined;
  /** Plugins that named nodes, sorted. */
  readonly restrictors: readonly string[];
  readonly rejection: Rejection | undefined;
}

function preFilter(pod: PodInfo, plugins: readonly Plugin[], context: CycleContext): PreFiltered | Failure {
  const passes: NamedPass[] = [];
  const restrictors: string[] = [];
  let nodeNames: ReadonlySet<string> | undefined;
  let rejection: Rejection | undefined;
  for (const plugin of plugins) {
    const { filter } = plugin;
    if (filter) passes.push({ name: plugin.name, pass: { filter: (node) => filter(pod, node, context) } });
    const outcome = plugin.preFilter?.(pod, context) ?? 'skip';
    if (outcome === 'skip') continue;
    if (!isFilterPass(outcome)) {
      if (outcome.kind === 'error') return { ...outcome, message: `running PreFilter plugin "${plugin.name}": ${outcome.message}` };
      rejection = { ...outcome, plugin: plugin.name };
      if (outcome.kind === 'unresolvable') return { kind: 'passes', passes, nodeNames, restrictors: [], rejection };
      continue;
    }
    passes.push({ name: plugin.name, pass: outcome });
    if (!outcome.nodeNames) continue;
    restrictors.push(plugin.name);
    restrictors.sort();
    nodeNames = nodeNames ? new Set([...nodeNames].filter((name) => outcome.nodeNames?.has(name))) : outcome.nodeNames;
    if (nodeNames.size > 0) continue;
    const reason =
      restrictors.length === 1
        ? `node(s) didn't satisfy plugin ${plugin.name}`
        : `node(s) didn't satisfy plugin(s) [${restrictors.join(' ')}] simultaneously`;
    return { kind: 'passes', passes, nodeNames, restrictors, rejection: unresolvable(reason) };
  }
  return { kind: 'passes', passes, nodeNames, restrictors, rejection };
}

/** The node that an earlier preemption made room on is tried alone first. */
function findFeasibleNodes(
  pod: PodInfo,
  context: CycleContext,
  { passes, nodeNames, restrictors }: PreFiltered,
  verdicts: NodeVerdicts,
  rejectors: Set<string>,
): NodeInfo[] | Failure {
  const { nodes } = context.snapshot;
  const filter = (candidates: readonly NodeInfo[]): NodeInfo[] | Failure => {
    const feasible: NodeInfo[] = [];
    const wanted = enoughFeasible(candidates.length, context.percentageOfNodesToScore);
    for (let i = 0; i < candidates.length && feasible.length < wanted; i++) {
      const node = candidates[(context.nextNode.index + i) % candidates.length];
      invariant(node, 'an index below the length');
      const verdict = runFilters(pod, passes, node, context);
      if (verdict.kind === 'error') return verdict;
      if (!isRejection(verdict)) {
        feasible.push(node);
        continue;
      }
      verdicts.set(node.name, verdict);
      if (verdict.plugin) rejectors.add(verdict.plugin);
    }
    return feasible;
  };
  const nominated = context.snapshot.get(nominatedNodeNameOf(pod.pod));
  if (nominated) {
    const feasible = filter([nominated]);
    if (Array.isArray(feasible) && feasible.length > 0) return feasible;
  }
  if (nodeNames) verdicts.setOthers(unresolvable(`node(s) didn't satisfy plugin(s) [${restrictors.join(' ')}]`));
  const feasible = filter(nodeNames ? nodes.filter(({ name }) => nodeNames.has(name)) : nodes);
  const looked = verdicts.count + (Array.isArray(feasible) ? feasible.length : 0);
  context.nextNode.index = (context.nextNode.index + looked) % nodes.length;
  return feasible;
}

const MIN_FEASIBLE = 100;
const MIN_PERCENTAGE = 5;

/** How many feasible nodes are enough: all of up to 100, of more a share, which unless it is set falls from 50 % to 5 % as the cluster grows. */
function enoughFeasible(nodeCount: number, setPercentage = 0): number {
  const percentage = setPercentage || Math.max(50 - Math.trunc(nodeCount / 125), MIN_PERCENTAGE);
  return Math.max(Math.trunc((nodeCount * percentage) / 100), MIN_FEASIBLE);
}

/** The name of the node with the highest sum of weighted scores. */
function bestNode(pod: PodInfo, plugins: readonly Plugin[], context: CycleContext, passes: Passes, nodes: readonly NodeInfo[]): string {
  const totals = nodes.map(() => 0);
  for (const { pass, weight } of scorePasses(pod, plugins, context, passes, nodes)) {
    const scores = nodes.map((node) => pass.score(node));
    pass.normalize?.(scores, nodes);
    for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] ?? 0) + (scores[i] ?? 0) * weight;
  }
  return nodes[indexOfTopScore(totals)]?.name ?? '';
}

function scorePasses(
  pod: PodInfo,
  plugins: readonly Plugin[],
  context: CycleContext,
  passes: Passes,
  nodes: readonly NodeInfo[],
): { readonly pass: ScorePass; readonly weight: number }[] {
  return plugins.flatMap(({ name, weight = 1, preScore }) => {
    const pass = preScore ? preScore(pod, nodes, context) : (passes.find((each) => each.name === name)?.pass.preScore?.(nodes) ?? 'skip');
    return pass === 'skip' ? [] : [{ pass, weight }];
  });
}

function reserve(nodeName: string, passes: Passes): Scheduled | Failure {
  let plan: VolumePlan | undefined;
  const claims: ClaimPlan[] = [];
  for (const { pass } of passes) {
    const reserved = pass.reserve?.(nodeName);
    if (reserved && 'kind' in reserved) return reserved;
    plan ??= reserved?.volumes;
    claims.push(...(reserved?.claims ?? []));
  }
  return { kind: 'scheduled', nodeName, plan, claims };
}

/** Lets the plugins that can make room try, and puts the reasons into words. */
function explain(
  pod: PodInfo,
  plugins: readonly Plugin[],
  context: CycleContext,
  passes: Passes,
  verdicts: NodeVerdicts,
  rejectors: ReadonlySet<string>,
  abortion?: Rejection,
): Unschedulable {
  const isAborted = abortion !== undefined;
  const { message, nominatedNodeName, victims, deallocates } = postFilter(plugins, {
    pod,
    verdicts,
    passes,
    isAborted,
    abortedBy: abortion?.plugin,
    context,
  });
  return {
    kind: 'unschedulable',
    message: fitErrorMessage(context.snapshot.nodes.length, verdicts, abortion?.reasons.join(', '), message),
    rejectors,
    nominatedNodeName,
    victims,
    deallocates,
  };
}

/** The outcome of the first plugin that makes room; otherwise what all have to say, up to the first that fails. */
function postFilter(plugins: readonly Plugin[], cycle: FailedCycle): Omit<Unschedulable, 'kind' | 'rejectors'> {
  const messages: string[] = [];
  const deallocates: Typed<ResourceClaim>[] = [];
  let nominatedNodeName: string | undefined;
  for (const plugin of plugins) {
    const outcome = plugin.postFilter?.(cycle);
    if (!outcome) continue;
    if ('kind' in outcome) return { message: outcome.message, nominatedNodeName: undefined, victims: [], deallocates };
    if (outcome.deallocates) deallocates.push(outcome.deallocates);
    if (outcome.nominatedNodeName) return { ...outcome, deallocates };
    if (outcome.message !== '') messages.push(outcome.message);
    nominatedNodeName = outcome.nominatedNodeName ?? nominatedNodeName;
  }
  return { message: messages.join(', '), nominatedNodeName, victims: [], deallocates };
}
