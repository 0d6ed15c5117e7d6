import { parseApiVersion } from '../../model/group-version-kind.ts';
import { asKind, getObject } from '../kind.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../kinds.ts';
import { objectName } from '../network/finding.ts';
import { PERSISTENT_VOLUME_CLAIM } from '../scheduler/volumes.ts';
import type { RecordedEvent } from '../timeline.ts';
import { isMeasuring, unwellAutoscaler } from './autoscaler-problem.ts';
import { budgetProblems } from './budget-problems.ts';
import { collectedObjects } from './collected-objects.ts';
import { exceededCount } from './exceeded-quota.ts';
import { missingReferences } from './missing-references.ts';
import { networkProblems } from './network-problems.ts';
import { podProblems } from './pod-problems.ts';
import { wholeOf, type PreviewProblem } from './problem.ts';
import { runtimeClassProblems } from './runtime-classes.ts';
import type { ProblemScene } from './scene.ts';
import { terminatingProblems } from './terminating-problems.ts';
import { unboundClaim } from './unbound-claims.ts';
import { byWorkload, creationProblems, jobProblems, rolloutProblems } from './workload-problems.ts';

/**
 * What is not well in a cluster that rests, each with what it comes of: pods without a node, pods that do not become ready or are refused, rollouts and Jobs
 * that are given up, what leads nowhere in the network, what does not go or is collected at once, and what events warn of besides.
 */
export function findProblems(scene: ProblemScene): PreviewProblem[] {
  const workloads = [...podProblems(scene), ...creationProblems(scene), ...missingReferences(scene)];
  const causesOf = byWorkload(workloads);
  const jobs = jobProblems(causesOf, scene);
  const problems: PreviewProblem[] = [
    ...workloads,
    ...rolloutProblems(causesOf, scene),
    ...jobs,
    ...runtimeClassProblems(scene),
    // A Job that can still say it of its pods does so by these.
    ...networkProblems([...workloads, ...jobs.filter(({ workload }) => causesOf(workload.metadata.uid).length === 0)], scene),
    ...budgetProblems(workloads, scene),
    ...terminatingProblems(scene),
    ...collectedObjects(scene),
  ];
  return [...problems, ...eventProblems(problems, scene)];
}

/** Kinds of which it is known how many pods they lack in the end. */
const CREATORS: ReadonlySet<string> = new Set(['ReplicaSet', 'ReplicationController', 'StatefulSet', 'DaemonSet', 'Job']);
const isToldOtherwise = ({ reason, regarding }: RecordedEvent): boolean =>
  reason === 'FailedScheduling' || (reason === 'FailedCreate' && CREATORS.has(regarding.kind));

/** What events warn of and nothing else has told. */
function eventProblems(problems: readonly PreviewProblem[], scene: ProblemScene): PreviewProblem[] {
  const told = new Set(problems.map(({ reason, object }) => `${reason} ${object.kind} ${object.namespace}/${object.name}`));
  return scene.events.flatMap((event): PreviewProblem[] => {
    const { type, reason, regarding } = event;
    const { namespace = '', name = '', uid } = regarding.metadata;
    const key = `${reason} ${regarding.kind} ${namespace}/${name}`;
    if (type !== 'Warning' || isToldOtherwise(event) || told.has(key)) return [];
    const object = scene.view.get({ group: parseApiVersion(regarding.apiVersion)?.group ?? '', kind: regarding.kind, namespace, name });
    const autoscaler = object && asKind(object, HORIZONTAL_POD_AUTOSCALER);
    if (object?.metadata.uid !== uid || (autoscaler && isMeasuring(autoscaler))) return [];
    told.add(key);
    return [eventProblem(event, scene)];
  });
}

function eventProblem({ reason, message, regarding }: RecordedEvent, scene: ProblemScene): PreviewProblem {
  const { namespace = '', name = '' } = regarding.metadata;
  const object = objectName(regarding);
  const plain: PreviewProblem = { severity: 'warning', object, reason, message, places: [wholeOf(object)], causes: [] };
  const quota = exceededCount(message, namespace, scene);
  if (quota) return { ...plain, effect: message.replace(/ is forbidden: .*/s, ' is refused'), causes: [quota] };
  const claim = reason === 'ProvisioningFailed' ? getObject(scene.view, PERSISTENT_VOLUME_CLAIM, namespace, name) : undefined;
  if (claim) return { ...plain, ...unboundClaim(claim, scene) };
  const autoscaler =
    regarding.kind === HORIZONTAL_POD_AUTOSCALER.kind ? getObject(scene.view, HORIZONTAL_POD_AUTOSCALER, namespace, name) : undefined;
  return autoscaler ? { ...plain, ...unwellAutoscaler(autoscaler, reason, scene) } : plain;
}
