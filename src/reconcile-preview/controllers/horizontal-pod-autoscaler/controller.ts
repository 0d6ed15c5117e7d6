import type { KubernetesObject } from '../../../cluster/object.ts';
import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual, isObject } from '../../../model/json.ts';
import type { HorizontalPodAutoscalerCondition, MetricStatus } from '../../../model/kinds/autoscaling-v2.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { quantityOf } from '../../../model/pod-resources.ts';
import { milliValueOf } from '../../../model/quantity.ts';
import { isSince } from '../../../schema/release.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { emit, idleFor, requeueAfter, type Work } from '../../intent.ts';
import { asKind, listObjects } from '../../kind.ts';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, POD, REPLICA_SET, STATEFUL_SET } from '../../kinds.ts';
import type { Metrics } from '../../metrics.ts';
import type { MetricScene } from './compute-metric.ts';
import { computeMetrics } from './compute-metrics.ts';
import { normalize, type Memory } from './normalize.ts';
import { hasOutsideMetric, rescale, SYNC_PERIOD } from './rescale.ts';
import { findScaleTarget, type ScaleTarget } from './scale-target.ts';
import { selectorProblem } from './selector-problem.ts';
import { newStatus, withCondition, write, type Autoscaler } from './status.ts';

/** How far from its target usage may be, where the behavior does not say. */
const TOLERANCE = 0.1;
/**
 * Scales workloads by the metrics of their autoscaler and keeps them between its bounds, as `horizontal-pod-autoscaler-controller` of kube-controller-manager
 * does: by what is given of metrics, or as where there are none.
 */
export const horizontalPodAutoscaler: Controller = autoscaling(undefined);

/** The controller with what it remembers of each autoscaler. */
function autoscaling(metrics: Metrics | undefined): Controller {
  const memories = new Map<string, Memory>();
  return {
    name: 'horizontal-pod-autoscaler-controller',
    anew: (world) => autoscaling(world.metrics),
    watches: [
      // where there are metrics, what it writes itself is no reason to measure again before its time
      { kind: HORIZONTAL_POD_AUTOSCALER, keys: (change) => (metrics && !isAskedAnew(change) ? [] : [keyOf(change.object)]) },
      { kind: HORIZONTAL_POD_AUTOSCALER, keys: otherAutoscalers, delay: SYNC_PERIOD },
      { kind: POD, keys: ({ type, object }, view) => (type === 'added' ? rivalAutoscalers(object, view) : []), delay: SYNC_PERIOD },
      { kind: POD, keys: ({ object }, view) => (metrics ? autoscalersBeside(object, view) : []), delay: SYNC_PERIOD },
      { kind: DEPLOYMENT, keys: autoscalersOf, delay: SYNC_PERIOD },
      { kind: REPLICA_SET, keys: autoscalersOf, delay: SYNC_PERIOD },
      { kind: STATEFUL_SET, keys: autoscalersOf, delay: SYNC_PERIOD },
    ],
    *reconcile(key, view, context) {
      const { namespace, name } = splitKey(key);
      const stored = view.get({ group: 'autoscaling', kind: 'HorizontalPodAutoscaler', namespace, name });
      const autoscaler = stored && asKind(stored, HORIZONTAL_POD_AUTOSCALER);
      if (!autoscaler) {
        memories.delete(key);
        return;
      }
      const target = findScaleTarget(autoscaler, view, context);
      if (typeof target === 'string') {
        yield* emit('Warning', 'FailedGetScale', target, autoscaler);
        const message = `the HPA controller was unable to get the target's current scale: ${target}`;
        const conditions = withCondition(autoscaler.status?.conditions ?? [], 'AbleToScale', 'False', 'FailedGetScale', message, context);
        yield* write(autoscaler, { ...autoscaler.status, conditions });
        return;
      }
      const memory = memories.get(key) ?? { recommendations: [{ at: context.now, replicas: target.replicas }], ups: [], downs: [] };
      memories.set(key, memory);
      yield* scale(autoscaler, target, { metrics, memory, view, context });
    },
  };
}

/** Where an autoscaler works, and what it remembers. */
interface Surroundings {
  readonly metrics: Metrics | undefined;
  readonly memory: Memory;
  readonly view: ReadView;
  readonly context: WorkContext;
}

function* scale(autoscaler: Autoscaler, target: ScaleTarget, surroundings: Surroundings): Work {
  const { metrics: given, memory, view, context } = surroundings;
  const current = target.replicas;
  const { minReplicas = 1, maxReplicas = 1, behavior, metrics = [] } = autoscaler.spec ?? {};
  const able = withCondition(
    autoscaler.status?.conditions ?? [],
    'AbleToScale',
    'True',
    'SucceededGetScale',
    "the HPA controller was able to get the target's current scale",
    context,
  );
  if (current === 0 && !scalesFromZero(autoscaler, minReplicas)) {
    const why = 'scaling is disabled since the replica count of the target is zero';
    const conditions = withCondition(able, 'ScalingActive', 'False', 'ScalingDisabled', why, context);
    yield* write(autoscaler, newStatus(autoscaler, conditions, { current, desired: 0 }, context));
    return;
  }
  if (current > maxReplicas || (current > 0 && current < minReplicas)) {
    const desired = current > maxReplicas ? maxReplicas : minReplicas;
    const why =
      current > desired ? 'Current number of replicas above Spec.MaxReplicas' : 'Current number of replicas below Spec.MinReplicas';
    yield* rescale(autoscaler, target, able, { current, desired, why, metrics: [] }, surroundings);
    return;
  }
  const problem = selectorProblem(autoscaler, target, view, context);
  if (problem) {
    yield* emit('Warning', problem.event, problem.message, autoscaler);
    yield* leaveAlone(autoscaler, able, current, problem, context);
    if (given) yield* lookAgain(undefined);
    return;
  }
  const computed = computeMetrics(metrics, metricScene(autoscaler, target, given, view, context));
  if ('failure' in computed) {
    const { failure, text, statuses, settlesIn } = computed;
    const condition = `the HPA was unable to compute the replica count: ${failure.message}`;
    yield* leaveAlone(autoscaler, able, current, { reason: failure.reason, condition, message: text, statuses }, context);
    if (given) yield* lookAgain(settlesIn);
    return;
  }
  const { proposed, metric, statuses, settlesIn } = computed;
  const active = withCondition(
    able,
    'ScalingActive',
    'True',
    'ValidMetricFound',
    `the HPA was able to successfully calculate a replica count from ${metric}`,
    context,
  );
  const found = normalize(proposed, { current, min: minReplicas, max: maxReplicas }, behavior, memory, context.now);
  const desired = current === 0 && minReplicas > 0 ? Math.max(found.replicas, minReplicas) : found.replicas;
  const settled = withCondition(active, 'AbleToScale', 'True', found.able.reason, found.able.message, context);
  const { isLimited, reason, message } = found.limited;
  const conditions = withCondition(settled, 'ScalingLimited', isLimited ? 'True' : 'False', reason, message, context);
  if (desired !== current) {
    const why = proposed > current ? `${metric} above target` : 'All metrics below target';
    yield* rescale(autoscaler, target, conditions, { current, desired, why, metrics: statuses }, surroundings);
    return;
  }
  yield* write(autoscaler, { ...newStatus(autoscaler, conditions, { current, desired }, context), currentMetrics: [...statuses] });
  yield* lookAgain(found.changesWithTime ? SYNC_PERIOD : settlesIn);
}

/** Why an autoscaler does not know how many replicas it wants. */
interface Obstacle {
  readonly reason: string;
  /** What the condition says. */
  readonly condition: string;
  /** What the event says. */
  readonly message: string;
  /** What is known of its metrics, where they were asked. */
  readonly statuses?: readonly MetricStatus[];
}

function* leaveAlone(
  autoscaler: Autoscaler,
  able: readonly HorizontalPodAutoscalerCondition[],
  current: number,
  { reason, condition, message, statuses }: Obstacle,
  context: WorkContext,
): Work {
  const conditions = withCondition(able, 'ScalingActive', 'False', reason, condition, context);
  const status = newStatus(autoscaler, conditions, { current, desired: autoscaler.status?.desiredReplicas ?? 0 }, context);
  yield* write(autoscaler, statuses ? { ...status, currentMetrics: [...statuses] } : status);
  yield* emit('Warning', 'FailedComputeMetricsReplicas', message, autoscaler);
}

/** A workload that the autoscaler itself has scaled to zero may come back; one that somebody else has is left alone. */
function scalesFromZero({ spec, status }: Autoscaler, minReplicas: number): boolean {
  const isOwnDoing = status?.conditions?.some((condition) => condition.type === 'ScaledToZero' && condition.status === 'True') ?? false;
  return isOwnDoing && (minReplicas !== 0 || hasOutsideMetric(spec?.metrics));
}

/** Metrics are looked at again and again; only where time alone changes something does anybody wait for it. */
function* lookAgain(changesIn: number | undefined): Work {
  if (changesIn === undefined) yield* idleFor(SYNC_PERIOD);
  else yield* requeueAfter(Math.max(SYNC_PERIOD, changesIn));
}

function metricScene(
  { metadata: { namespace = '' }, spec }: Autoscaler,
  { selector, replicas, counted }: ScaleTarget,
  metrics: Metrics | undefined,
  view: ReadView,
  { now, release }: WorkContext,
): MetricScene {
  const pods = listObjects(view, POD, namespace).filter(({ metadata }) => matchesLabelSelector(selector, metadata.labels));
  const { scaleUp, scaleDown } = (isSince(release, '1.35') && spec?.behavior) || {};
  const tolerance = (text: string | undefined): number => (text === undefined ? TOLERANCE : Number(milliValueOf(quantityOf(text))) / 1000);
  const tolerances = { scaleUp: tolerance(scaleUp?.tolerance), scaleDown: tolerance(scaleDown?.tolerance) };
  return { pods, wanted: replicas, counted, tolerances, now, metrics, view, namespace };
}

const isAskedAnew = ({ type, object, before }: Change): boolean => type !== 'modified' || !deepEqual(before?.spec, object.spec);

/** Autoscalers notice at their next turn that another one selects their pods. */
function otherAutoscalers({ object }: Change, view: ReadView): readonly string[] {
  return rivalAutoscalers(object, view).filter((key) => key !== keyOf(object));
}

const autoscalersBeside = ({ metadata }: KubernetesObject, view: ReadView): readonly string[] =>
  listObjects(view, HORIZONTAL_POD_AUTOSCALER, metadata.namespace).map(keyOf);

/** The autoscalers of an object's namespace, where there are several. */
function rivalAutoscalers(object: KubernetesObject, view: ReadView): readonly string[] {
  const autoscalers = autoscalersBeside(object, view);
  return autoscalers.length > 1 ? autoscalers : [];
}

/** A workload that comes, goes or changes its size concerns the autoscalers that name it. */
function autoscalersOf({ type, object, before }: Change, view: ReadView): readonly string[] {
  const sizeOf = (version: KubernetesObject | undefined): unknown => (isObject(version?.spec) ? version.spec.replicas : undefined);
  if (type === 'modified' && sizeOf(before) === sizeOf(object)) return [];
  return listObjects(view, HORIZONTAL_POD_AUTOSCALER, object.metadata.namespace)
    .filter(({ spec }) => spec?.scaleTargetRef?.kind === object.kind && spec.scaleTargetRef.name === object.metadata.name)
    .map(keyOf);
}
