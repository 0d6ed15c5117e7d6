import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import type { ClaimPlan } from '../devices/claim-plan.ts';
import type { Typed } from '../kind.ts';
import { signatureOf } from './equal-pods.ts';
import { findFeasibleNodes, type FeasibleNodes } from './feasible-nodes.ts';
import type { CycleContext, FailedCycle, Passes, Plugin, PostFilterOutcome, WeightedPass } from './framework.ts';
import type { NodeInfo } from './node-info.ts';
import { fitErrorMessage, NodeVerdicts } from './node-verdicts.ts';
import type { PodInfo } from './pod-info.ts';
import { preFilter, type Cycle, type PreFiltered } from './pre-filter.ts';
import { indexOfTopScore } from './top-score.ts';
import type { Failure } from './verdict.ts';
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
  const { snapshot } = context;
  if (snapshot.nodes.length === 0) {
    return {
      kind: 'unschedulable',
      message: 'no nodes available to schedule pods',
      rejectors: new Set(),
      nominatedNodeName: '',
      victims: [],
      deallocates: [],
    };
  }
  const signature = signatureOf(pod, plugins);
  const cycle: Cycle = { pod, plugins, equals: signature === undefined ? undefined : snapshot.equalPods(signature), context };
  const found = preFilter(cycle);
  if (found.kind === 'error') return found;
  if (found.rejection) {
    const verdicts = new NodeVerdicts(snapshot.nodes.length);
    verdicts.setOthers(found.rejection);
    return explain(cycle, found, verdicts);
  }
  const feasible = findFeasibleNodes(cycle, found);
  if (feasible.kind === 'error') return feasible;
  const { nodes, verdicts } = feasible;
  const [first] = nodes;
  if (!first) return explain(cycle, found, verdicts);
  const nodeName = nodes.length === 1 ? first.name : bestNode(cycle, found.passes, feasible);
  return reserve(nodeName, found.passes);
}

/** The name of the node with the highest sum of weighted scores. */
function bestNode(cycle: Cycle, passes: Passes, { nodes, positions }: FeasibleNodes): string {
  const totals = new Array<number>(nodes.length).fill(0);
  for (const { pass, weight } of scorePasses(cycle, passes, nodes)) {
    const scores = pass.scoreAll?.(nodes, positions) ?? nodes.map((node) => pass.score(node));
    pass.normalize?.(scores, nodes);
    for (let i = 0; i < totals.length; i++) totals[i] = (totals[i] ?? 0) + (scores[i] ?? 0) * weight;
  }
  return nodes[indexOfTopScore(totals)]?.name ?? '';
}

/** Passes of all plugins that score, those that equal pods have in common first. */
function scorePasses({ pod, plugins, equals, context }: Cycle, passes: Passes, nodes: readonly NodeInfo[]): readonly WeightedPass[] {
  const ask = ({ name, weight = 1, preScore }: Plugin): readonly WeightedPass[] => {
    const pass = preScore ? preScore(pod, nodes, context) : (passes.find((each) => each.name === name)?.pass.preScore?.(nodes) ?? 'skip');
    return pass === 'skip' ? [] : [{ pass, weight }];
  };
  if (!equals) return plugins.flatMap(ask);
  return [
    ...equals.scorePasses(() => plugins.filter(({ sign }) => sign).flatMap(ask)),
    ...plugins.filter(({ sign }) => !sign).flatMap(ask),
  ];
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
function explain({ pod, plugins, equals, context }: Cycle, found: PreFiltered, verdicts: NodeVerdicts): Unschedulable {
  const { passes, others, restrictors, rejection } = found;
  const { message, nominatedNodeName, victims, deallocates } = postFilter(plugins, {
    pod,
    verdicts,
    passes,
    isAborted: rejection !== undefined,
    abortedBy: rejection?.plugin,
    equals: others.length === 0 ? equals : undefined,
    context,
  });
  return {
    kind: 'unschedulable',
    message: fitErrorMessage(verdicts, rejection?.reasons.join(', '), message),
    rejectors: new Set([...restrictors, ...(rejection?.plugin ? [rejection.plugin] : []), ...verdicts.rejectors]),
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
