import type { KubernetesObject } from '../../../cluster/object.ts';
import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual, isObject } from '../../../model/json.ts';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
  MetricSpec,
} from '../../../model/kinds/autoscaling-v2.ts';
import { isSince } from '../../../schema/release.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { attempt, emit, requeueAfter, updateStatus, type Work } from '../../intent.ts';
import { asKind, draft, listObjects, type Typed } from '../../kind.ts';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, POD, REPLICA_SET, STATEFUL_SET } from '../../kinds.ts';
import { omitZero } from '../omit-zero.ts';
import { missingMetric } from './missing-metric.ts';
import { findScaleTarget, resized, type ScaleTarget } from './scale-target.ts';
import { selectorProblem } from './selector-problem.ts';

/** How often upstream looks at an autoscaler: what becomes of its target is noticed that late. */
const SYNC_PERIOD = 2000;

type Autoscaler = Typed<HorizontalPodAutoscaler>;

/** Keeps workloads between the bounds of their autoscaler, as `horizontal-pod-autoscaler-controller` of kube-controller-manager does where there are no metrics. */
export const horizontalPodAutoscaler: Controller = {
  name: 'horizontal-pod-autoscaler-controller',
  watches: [
    { kind: HORIZONTAL_POD_AUTOSCALER },
    { kind: HORIZONTAL_POD_AUTOSCALER, keys: otherAutoscalers, delay: SYNC_PERIOD },
    { kind: POD, keys: ({ type, object }, view) => (type === 'added' ? rivalAutoscalers(object, view) : []), delay: SYNC_PERIOD },
    { kind: DEPLOYMENT, keys: autoscalersOf, delay: SYNC_PERIOD },
    { kind: REPLICA_SET, keys: autoscalersOf, delay: SYNC_PERIOD },
    { kind: STATEFUL_SET, keys: autoscalersOf, delay: SYNC_PERIOD },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const stored = view.get({ group: 'autoscaling', kind: 'HorizontalPodAutoscaler', namespace, name });
    const autoscaler = stored && asKind(stored, HORIZONTAL_POD_AUTOSCALER);
    if (!autoscaler) return;
    const target = findScaleTarget(autoscaler, view, context);
    if (typeof target === 'string') {
      yield* emit('Warning', 'FailedGetScale', target, autoscaler);
      const message = `the HPA controller was unable to get the target's current scale: ${target}`;
      const conditions = withCondition(autoscaler.status?.conditions ?? [], 'AbleToScale', 'False', 'FailedGetScale', message, context);
      yield* write(autoscaler, { ...autoscaler.status, conditions });
      return;
    }
    yield* scale(autoscaler, target, view, context);
  },
};

function* scale(autoscaler: Autoscaler, target: ScaleTarget, view: ReadView, context: WorkContext): Work {
  const current = target.replicas;
  const { minReplicas = 1, maxReplicas = 1 } = autoscaler.spec ?? {};
  const able = withCondition(
    autoscaler.status?.conditions ?? [],
    'AbleToScale',
    'True',
    'SucceededGetScale',
    "the HPA controller was able to get the target's current scale",
    context,
  );
  if (current === 0) {
    const why = 'scaling is disabled since the replica count of the target is zero';
    const conditions = withCondition(able, 'ScalingActive', 'False', 'ScalingDisabled', why, context);
    yield* write(autoscaler, newStatus(autoscaler, conditions, { current, desired: 0 }, context));
  } else if (current > maxReplicas || current < minReplicas) {
    yield* rescale(autoscaler, target, able, { current, desired: current > maxReplicas ? maxReplicas : minReplicas }, context);
  } else {
    const desired = autoscaler.status?.desiredReplicas ?? 0;
    const problem = selectorProblem(autoscaler, target, view, context);
    const metrics = problem ? [] : (autoscaler.spec?.metrics ?? []);
    const { reason, condition, message } = problem ?? metricProblem(metrics, autoscaler.metadata.namespace ?? '');
    const conditions = withCondition(able, 'ScalingActive', 'False', reason, condition, context);
    const status = newStatus(autoscaler, conditions, { current, desired }, context);
    yield* write(autoscaler, problem ? status : { ...status, currentMetrics: metrics.map(() => ({})) });
    if (problem) yield* emit('Warning', problem.event, message, autoscaler);
    yield* emit('Warning', 'FailedComputeMetricsReplicas', message, autoscaler);
  }
}

/** Why no metric can be had: there is no metrics API. */
function metricProblem(metrics: readonly MetricSpec[], namespace: string): { reason: string; condition: string; message: string } {
  const { reason, message } = missingMetric(metrics[0] ?? {}, namespace);
  return {
    reason,
    condition: `the HPA was unable to compute the replica count: ${message}`,
    message: `invalid metrics (${metrics.length} invalid out of ${metrics.length}), first error is: ${message}`,
  };
}

interface Sizes {
  readonly current: number;
  readonly desired: number;
}

function* rescale(
  autoscaler: Autoscaler,
  target: ScaleTarget,
  able: readonly HorizontalPodAutoscalerCondition[],
  sizes: Sizes,
  context: WorkContext,
): Work {
  const { current, desired } = sizes;
  const why = current > desired ? 'Current number of replicas above Spec.MaxReplicas' : 'Current number of replicas below Spec.MinReplicas';
  const { refusal } = yield* attempt({ type: 'update', object: resized(target, desired), why });
  if (refusal) {
    yield* emit('Warning', 'FailedRescale', `New size: ${desired}; reason: ${why}; error: ${refusal.message}`, autoscaler);
    const message = `the HPA controller was unable to update the target scale: ${refusal.message}`;
    const conditions = withCondition(able, 'AbleToScale', 'False', 'FailedUpdateScale', message, context);
    yield* write(autoscaler, newStatus(autoscaler, conditions, { current, desired: autoscaler.status?.desiredReplicas ?? 0 }, context));
    return;
  }
  yield* emit('Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${why}`, autoscaler);
  const scaled = withCondition(
    able,
    'AbleToScale',
    'True',
    'SucceededRescale',
    `the HPA controller was able to update the target scale to ${desired}`,
    context,
  );
  const conditions = isSince(context.release, '1.37')
    ? withCondition(scaled, 'ScaledToZero', 'False', 'NotScaledToZero', 'the HPA controller did not scale the workload to zero', context)
    : scaled;
  yield* write(autoscaler, { ...newStatus(autoscaler, conditions, sizes, context), lastScaleTime: context.timestamp() });
  yield* requeueAfter(SYNC_PERIOD);
}

function newStatus(
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

function* write(autoscaler: Autoscaler, status: HorizontalPodAutoscalerStatus): Work {
  if (!deepEqual(status, autoscaler.status)) yield* updateStatus({ ...draft(autoscaler), status });
}

function withCondition(
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

/** Autoscalers notice at their next turn that another one selects their pods. */
function otherAutoscalers({ object }: Change, view: ReadView): readonly string[] {
  return rivalAutoscalers(object, view).filter((key) => key !== keyOf(object));
}

/** The autoscalers of an object's namespace, where there are several. */
function rivalAutoscalers({ metadata }: KubernetesObject, view: ReadView): readonly string[] {
  const autoscalers = listObjects(view, HORIZONTAL_POD_AUTOSCALER, metadata.namespace);
  return autoscalers.length > 1 ? autoscalers.map(keyOf) : [];
}

/** A workload that comes, goes or changes its size concerns the autoscalers that name it. */
function autoscalersOf({ object, before }: Change, view: ReadView): readonly string[] {
  const sizeOf = (version: KubernetesObject | undefined): unknown => (isObject(version?.spec) ? version.spec.replicas : undefined);
  if (before && sizeOf(before) === sizeOf(object)) return [];
  return listObjects(view, HORIZONTAL_POD_AUTOSCALER, object.metadata.namespace)
    .filter(({ spec }) => spec?.scaleTargetRef?.kind === object.kind && spec.scaleTargetRef.name === object.metadata.name)
    .map(keyOf);
}
