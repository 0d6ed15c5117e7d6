import type { PluginArgs } from '../../../../model/scheduler-configuration.ts';
import { isSince } from '../../../../schema/release.ts';
import { onPod } from '../../cluster-event.ts';
import type { FailedCycle, Plugin, PostFilterOutcome } from '../../framework.ts';
import { fitErrorMessage, NodeVerdicts } from '../../node-verdicts.ts';
import { isTerminating, nominatedNodeNameOf, type PodInfo } from '../../pod-info.ts';
import { listObjects } from '../../../kind.ts';
import { unresolvable, type Rejection } from '../../verdict.ts';
import { POD_DISRUPTION_BUDGET } from './disruption-budgets.ts';
import { dryRunWith } from './dry-runs.ts';
import { pickCandidate, type Candidate } from './pick-candidate.ts';

type Args = NonNullable<PluginArgs['DefaultPreemption']>;

/** Makes room for a pod by evicting pods of lower priority, where that helps. */
export const defaultPreemptionWith = (args: Args): Plugin => ({
  name: 'DefaultPreemption',
  postFilter: (cycle) => {
    const outcome = preempt(cycle, args);
    return { ...outcome, message: outcome.message === '' ? '' : `preemption: ${outcome.message}` };
  },
  events: [onPod('AssignedPod', ['Delete'], () => false)],
});

export const defaultPreemption = defaultPreemptionWith({ minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 });

function preempt(cycle: FailedCycle, args: Args): PostFilterOutcome {
  const { verdicts, context } = cycle;
  const nothing = (message: string, nominatedNodeName?: string): PostFilterOutcome => ({ message, nominatedNodeName, victims: [] });
  const obstacle = obstacleToPreempting(cycle);
  if (obstacle) return nothing(obstacle);

  const { nodes } = context.snapshot;
  const dryRun = dryRunWith(cycle, listObjects(context.view, POD_DISRUPTION_BUDGET));
  const candidates: Candidate[] = [];
  const rejections: [number, Rejection][] = [];
  const enough = enoughCandidates(verdicts.unschedulableCount, args);
  let isHarmless = false;
  for (let position = 0; position < nodes.length; position++) {
    if (candidates.length >= enough && isHarmless) break;
    const node = verdicts.mayBecomeFitAt(position) ? nodes[position] : undefined;
    if (!node) continue;
    const selected = dryRun(node);
    if (selected.kind === 'candidate') {
      isHarmless ||= selected.violations === 0;
      candidates.push(selected);
    } else if (selected.kind !== 'error') {
      rejections.push([position, selected]);
    }
  }
  const best = pickCandidate(candidates);
  if (!best) return nothing(explain(rejections, nodes.length), '');
  const found = `found a potential placement for pod on node ${best.nodeName}, preempting ${best.victims.length} victims`;
  return { message: isSince(context.release, '1.37') ? found : '', nominatedNodeName: best.nodeName, victims: best.victims };
}

/** Why evicting pods helps on none of the nodes. */
function explain(rejections: readonly (readonly [number, Rejection])[], nodeCount: number): string {
  const verdicts = new NodeVerdicts(nodeCount);
  verdicts.setOthers(unresolvable('Preemption is not helpful for scheduling'));
  for (const [position, rejection] of rejections) verdicts.set(position, rejection);
  return fitErrorMessage(verdicts);
}

/** How many nodes to choose from are enough, when one of them violates no disruption budget. Upstream looks for them from any node on, here it is the first. */
const enoughCandidates = (nodeCount: number, { minCandidateNodesPercentage, minCandidateNodesAbsolute }: Args): number =>
  Math.max(Math.trunc((nodeCount * minCandidateNodesPercentage) / 100), minCandidateNodesAbsolute);

/** Why a pod may not preempt at all: it does not want to, or its earlier victims are still going away. */
function obstacleToPreempting({ pod, verdicts, context }: FailedCycle): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const nominated = context.snapshot.get(nominatedNodeNameOf(pod.pod));
  if (!nominated || verdicts.rejectionAt(nominated.position).kind === 'unresolvable') return undefined;
  const isLeaving = (other: PodInfo): boolean => other.priority < pod.priority && isTerminatingByPreemption(other);
  return nominated.pods.some(isLeaving) ? 'not eligible due to a terminating pod on the nominated node.' : undefined;
}

const isTerminatingByPreemption = (pod: PodInfo): boolean => {
  const target = pod.pod.status?.conditions?.find(({ type }) => type === 'DisruptionTarget');
  return isTerminating(pod) && target?.status === 'True' && target.reason === 'PreemptionByScheduler';
};
