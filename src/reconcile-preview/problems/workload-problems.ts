import { listObjects } from '../kind.ts';
import { DEPLOYMENT, JOB } from '../kinds.ts';
import { objectName } from '../network/finding.ts';
import { fieldPath } from '../../model/field-path.ts';
import { stuckCreators } from './creators.ts';
import type { WorkloadProblem } from './pod-problems.ts';
import type { PreviewProblem } from './problem.ts';
import { refusedPods } from './refused-pods.ts';
import type { ProblemScene } from './scene.ts';

/** Workloads that lack pods because the API server refuses them. */
export function creationProblems(scene: ProblemScene): WorkloadProblem[] {
  const creators = stuckCreators(scene.view, scene.events);
  return creators.map((stuck) => {
    const { creator, workload, refusal, wanted, missing } = stuck;
    const lacks = `lacks ${missing} of ${wanted} ${wanted === 1 ? 'pod' : 'pods'}`;
    return {
      severity: 'error',
      object: objectName(workload),
      reason: 'FailedCreate',
      message: refusal,
      effect: creator === workload ? lacks : `${creator.kind} ${creator.metadata.name ?? ''} ${lacks}`,
      ...refusedPods(stuck, creators, scene),
      workload,
      pods: [],
    };
  });
}

/** Rollouts and Jobs that have been given up, and the problems of their pods that this comes of. */
export function verdictProblems(workloads: readonly WorkloadProblem[], { view }: ProblemScene): PreviewProblem[] {
  const byWorkload = new Map<string, WorkloadProblem[]>();
  for (const problem of workloads) {
    const uid = problem.workload.metadata.uid ?? '';
    if (problem.severity === 'error') byWorkload.set(uid, [...(byWorkload.get(uid) ?? []), problem]);
  }
  const causesOf = (uid = ''): WorkloadProblem[] => byWorkload.get(uid) ?? [];
  const rollouts = listObjects(view, DEPLOYMENT).flatMap((deployment) => {
    const { uid } = deployment.metadata;
    const conditions = (deployment.status?.conditions ?? []).filter(
      ({ type, status }) => (type === 'Progressing' && status === 'False') || (type === 'ReplicaFailure' && status === 'True'),
    );
    const causes = causesOf(uid);
    return conditions
      .filter(({ reason }) => reason !== 'FailedCreate' || !causes.some((each) => each.reason === 'FailedCreate'))
      .map(({ reason = '', message = '' }): PreviewProblem => ({
        severity: 'error',
        object: objectName(deployment),
        reason,
        message,
        effect: reason === 'ProgressDeadlineExceeded' ? 'rollout given up' : reason,
        places: [{ object: objectName(deployment), path: fieldPath('spec', 'progressDeadlineSeconds') }],
        causes,
      }));
  });
  const jobs = listObjects(view, JOB).flatMap((job) =>
    (job.status?.conditions ?? [])
      .filter(({ type, status }) => type === 'Failed' && status === 'True')
      .map(({ reason = 'Failed', message = '' }): PreviewProblem => ({
        severity: 'error',
        object: objectName(job),
        reason,
        message,
        effect: `failed (${reason})`,
        places: [
          { object: objectName(job), path: fieldPath('spec', reason === 'DeadlineExceeded' ? 'activeDeadlineSeconds' : 'backoffLimit') },
        ],
        causes: causesOf(job.metadata.uid),
      })),
  );
  return [...rollouts, ...jobs];
}
