import type { Job } from '../../model/kinds/batch-v1.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { controllerReference } from '../controllers/ownership.ts';
import { podFromTemplate } from '../controllers/pod-control.ts';
import { listObjects, type Typed } from '../kind.ts';
import { DEPLOYMENT, JOB } from '../kinds.ts';
import { objectName, objectText } from '../network/finding.ts';
import { assumption } from './waiting-containers.ts';
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

type ByWorkload = (uid: string | undefined) => readonly WorkloadProblem[];

/** Problems of pods by the workload that they are told of; only errors keep it from its pods. */
export function byWorkload(problems: readonly WorkloadProblem[]): ByWorkload {
  const known = new Map<string, WorkloadProblem[]>();
  for (const problem of problems) {
    const uid = problem.workload.metadata.uid ?? '';
    if (problem.severity === 'error') known.set(uid, [...(known.get(uid) ?? []), problem]);
  }
  return (uid = '') => known.get(uid) ?? [];
}

/** Rollouts that have been given up, and the problems of their pods that this comes of. */
export function rolloutProblems(causesOf: ByWorkload, { view }: ProblemScene): PreviewProblem[] {
  return listObjects(view, DEPLOYMENT).flatMap((deployment) => {
    const causes = causesOf(deployment.metadata.uid);
    return (deployment.status?.conditions ?? [])
      .filter(({ type, status }) => (type === 'Progressing' && status === 'False') || (type === 'ReplicaFailure' && status === 'True'))
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
}

/** Jobs that have failed, and the problems of their pods that this comes of. Pods that were taken away with the Job can no longer say it. */
export function jobProblems(causesOf: ByWorkload, scene: ProblemScene): WorkloadProblem[] {
  return listObjects(scene.view, JOB).flatMap((job) =>
    (job.status?.conditions ?? [])
      .filter(({ type, status }) => type === 'Failed' && status === 'True')
      .map(({ reason = 'Failed', message = '' }): WorkloadProblem => {
        const causes = causesOf(job.metadata.uid);
        const assumed = causes.length === 0 ? assumption(podOfJob(job), scene) : undefined;
        const isLate = reason === 'DeadlineExceeded';
        const seconds = job.spec?.activeDeadlineSeconds ?? 0;
        return {
          severity: 'error',
          object: objectName(job),
          reason,
          message,
          effect: `failed (${reason})`,
          places: [{ object: objectName(job), path: fieldPath('spec', isLate ? 'activeDeadlineSeconds' : 'backoffLimit') }],
          ...(isLate &&
            causes.length === 0 &&
            !assumed && { remedy: `give ${objectText(objectName(job))} more than the ${seconds} s of spec.activeDeadlineSeconds` }),
          causes: assumed ? [assumed] : causes,
          workload: job,
          pods: [],
        };
      }),
  );
}

/** A pod as the Job makes them. */
const podOfJob = (job: Typed<Job>): Typed<Pod> => ({ ...podFromTemplate(job.spec?.template, job, controllerReference(job, JOB)) });
