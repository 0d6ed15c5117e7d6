import { deepEqual } from '../../../model/json.ts';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
} from '../../../model/kinds/autoscaling-v2.ts';
import { isSince } from '../../../schema/release.ts';
import type { WorkContext } from '../../controller.ts';
import { updateStatus, type Work } from '../../intent.ts';
import { type Typed } from '../../kind.ts';
import { omitZero } from '../omit-zero.ts';

export type Autoscaler = Typed<HorizontalPodAutoscaler>;

/** The replicas that a workload wants now, and those that it is to want. */
export interface Sizes {
  readonly current: number;
  readonly desired: number;
}
/** The status with these sizes; what is measured comes to it. */
export function newStatus(
  autoscaler: Autoscaler,
  conditions: HorizontalPodAutoscalerCondition[],
  { current, desired }: Sizes,
  context: WorkContext,
): HorizontalPodAutoscalerStatus {
  const { lastScaleTime } = autoscaler.status ?? {};
  const { generation } = autoscaler.metadata;
  return {
    ...omitZero({ currentReplicas: current, desiredReplicas: desired }),
    ...(isSince(context.release, '1.37') && generation !== undefined && { observedGeneration: generation }),
    ...(lastScaleTime !== undefined && { lastScaleTime }),
    conditions,
  };
}

/** Writes a status that differs. */
export function* write(autoscaler: Autoscaler, status: HorizontalPodAutoscalerStatus): Work {
  if (!deepEqual(status, autoscaler.status)) yield* updateStatus({ ...autoscaler, status });
}

/** Conditions with one set; its time stays where its status does. */
export function withCondition(
  conditions: readonly HorizontalPodAutoscalerCondition[],
  type: string,
  status: string,
  reason: string,
  message: string,
  context: WorkContext,
): HorizontalPodAutoscalerCondition[] {
  const old = conditions.find((condition) => condition.type === type);
  const lastTransitionTime = old?.status === status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : context.timestamp();
  const next = { type, status, lastTransitionTime, reason, message };
  return old ? conditions.map((condition) => (condition === old ? next : condition)) : [...conditions, next];
}
