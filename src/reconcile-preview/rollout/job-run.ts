import type { Job } from '../../model/kinds/batch-v1.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { podReasons } from './rollout-end.ts';
import type { JobRun, JobStep, RolloutEnd } from './rollout.ts';

export const JOB_FIELDS = ['active', 'ready', 'succeeded', 'failed'] as const;

/** What the status of a Job counts. */
export const jobStep = ({ status = {} }: Typed<Job>, at: number): JobStep => ({
  at,
  active: status.active ?? 0,
  ready: status.ready ?? 0,
  succeeded: status.succeeded ?? 0,
  failed: status.failed ?? 0,
});

/** How the pods of a Job came and ended; `pods` are those that have not ended. */
export const jobRun = (job: Typed<Job>, steps: readonly JobStep[], pods: readonly Typed<Pod>[], settled: boolean): JobRun => ({
  workload: { kind: 'Job', namespace: job.metadata.namespace ?? '', name: job.metadata.name ?? '' },
  completions: job.spec?.completions ?? 1,
  steps,
  end: { ...jobEnd(job, pods, settled), at: steps.at(-1)?.at ?? 0 },
});

function jobEnd({ spec, status = {} }: Typed<Job>, pods: readonly Typed<Pod>[], settled: boolean): Omit<RolloutEnd, 'at'> {
  const met = (status.conditions ?? []).filter((condition) => condition.status === 'True');
  if (met.some(({ type }) => type === 'Complete')) return { state: 'complete', reasons: [] };
  const failed = met.find(({ type }) => type === 'Failed');
  if (failed) return { state: 'failed', reasons: [{ reason: failed.reason ?? 'Failed', message: failed.message ?? '' }] };
  if (spec?.suspend) return { state: 'held', reasons: [{ reason: 'Suspended', message: 'the Job is suspended' }] };
  return { state: settled ? 'stuck' : 'running', reasons: podReasons(pods) };
}
