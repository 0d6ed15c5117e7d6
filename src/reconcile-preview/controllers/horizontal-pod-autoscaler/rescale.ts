import type { HorizontalPodAutoscalerCondition, MetricSpec, MetricStatus } from '../../../model/kinds/autoscaling-v2.ts';
import { isSince } from '../../../schema/release.ts';
import type { WorkContext } from '../../controller.ts';
import { attempt, emit, requeueAfter, type Work } from '../../intent.ts';
import { note, type Memory } from './normalize.ts';
import { resized, type ScaleTarget } from './scale-target.ts';
import { newStatus, withCondition, write, type Autoscaler, type Sizes } from './status.ts';

/** How often upstream looks at an autoscaler: what becomes of its target is noticed that late. */
export const SYNC_PERIOD = 2000;

/** A change of size, why, and what was measured for it. */
export interface Resize extends Sizes {
  readonly why: string;
  readonly metrics: readonly MetricStatus[];
}

/** Gives a workload another size, and looks at it again. */
export function* rescale(
  autoscaler: Autoscaler,
  target: ScaleTarget,
  able: readonly HorizontalPodAutoscalerCondition[],
  resize: Resize,
  { memory, context }: { readonly memory: Memory; readonly context: WorkContext },
): Work {
  const { current, desired, why, metrics } = resize;
  const currentMetrics = metrics.length > 0 ? { currentMetrics: [...metrics] } : {};
  const { refusal } = yield* attempt({ type: 'update', object: resized(target, desired), why });
  if (refusal) {
    yield* emit('Warning', 'FailedRescale', `New size: ${desired}; reason: ${why}; error: ${refusal.message}`, autoscaler);
    const message = `the HPA controller was unable to update the target scale: ${refusal.message}`;
    const conditions = withCondition(able, 'AbleToScale', 'False', 'FailedUpdateScale', message, context);
    const status = newStatus(autoscaler, conditions, { current, desired: autoscaler.status?.desiredReplicas ?? 0 }, context);
    yield* write(autoscaler, { ...status, ...currentMetrics });
    return;
  }
  yield* emit('Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${why}`, autoscaler);
  if (autoscaler.spec?.behavior)
    note(desired > current ? memory.ups : memory.downs, { at: context.now, replicas: Math.abs(desired - current) });
  const scaled = withCondition(
    able,
    'AbleToScale',
    'True',
    'SucceededRescale',
    `the HPA controller was able to update the target scale to ${desired}`,
    context,
  );
  const conditions = isSince(context.release, '1.37') ? withCondition(scaled, ...scaledToZero(autoscaler, resize), context) : scaled;
  yield* write(autoscaler, {
    ...newStatus(autoscaler, conditions, resize, context),
    ...currentMetrics,
    lastScaleTime: context.timestamp(),
  });
  yield* requeueAfter(SYNC_PERIOD);
}

function scaledToZero({ spec }: Autoscaler, { current, desired }: Sizes): [type: string, status: string, reason: string, message: string] {
  return current > 0 && desired === 0 && hasOutsideMetric(spec?.metrics)
    ? ['ScaledToZero', 'True', 'ScaledToZero', 'the HPA controller scaled the workload to zero']
    : ['ScaledToZero', 'False', 'NotScaledToZero', 'the HPA controller did not scale the workload to zero'];
}

/** Whether any metric is of something else than the pods. */
export const hasOutsideMetric = (metrics: readonly MetricSpec[] = []): boolean =>
  metrics.some(({ type }) => type === 'Object' || type === 'External');
