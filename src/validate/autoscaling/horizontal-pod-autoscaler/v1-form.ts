import { goJson } from '../../../model/go-text.ts';
import type { HorizontalPodAutoscaler as V1 } from '../../../model/kinds/autoscaling-v1.ts';
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerBehavior,
  HorizontalPodAutoscalerSpec,
  HPAScalingPolicy,
  HPAScalingRules,
  MetricSpec,
} from '../../../model/kinds/autoscaling-v2.ts';
import { integer, listOf, quantity, readText, structOf, text } from './go-fields.ts';
import { metricFromV1, metricToV1, v1Metrics } from './v1-metrics.ts';

const PREFIX = 'autoscaling.alpha.kubernetes.io/';
const METRICS = `${PREFIX}metrics`;
const BEHAVIOR = `${PREFIX}behavior`;
const OF_STATUS = [`${PREFIX}current-metrics`, `${PREFIX}conditions`];
const ROUND_TRIP = [METRICS, BEHAVIOR, ...OF_STATUS, `${PREFIX}scale-down-tolerance`, `${PREFIX}scale-up-tolerance`];

const policy = structOf<HPAScalingPolicy>({ type: text, value: integer, periodSeconds: integer });
const rules = structOf<HPAScalingRules>({
  stabilizationWindowSeconds: integer,
  selectPolicy: text,
  policies: listOf(policy),
  tolerance: quantity,
});
const behaviorForm = structOf<HorizontalPodAutoscalerBehavior>({ scaleUp: rules, scaleDown: rules });

/** The spec in its newest form: `autoscaling/v1` has fields for CPU utilization only, and keeps the rest in annotations. */
export function fromV1({ spec = {}, metadata }: V1): HorizontalPodAutoscalerSpec {
  const { targetCPUUtilizationPercentage: utilization, ...rest } = spec;
  const annotations = metadata?.annotations ?? {};
  const behavior = readText(annotations[BEHAVIOR], behaviorForm);
  const metrics = [
    ...(readText(annotations[METRICS], v1Metrics) ?? []).map(metricFromV1),
    ...(utilization === undefined ? [] : [cpuMetric(utilization)]),
  ];
  return {
    ...rest,
    ...(metrics.length > 0 && { metrics }),
    ...(behavior && (behavior.scaleUp ?? behavior.scaleDown) && { behavior }),
  };
}

const cpuMetric = (averageUtilization: number): MetricSpec => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});

const cpuUtilizationOf = ({ type, resource }: MetricSpec): number | undefined =>
  type === 'Resource' && resource?.name === 'cpu' ? resource.target?.averageUtilization : undefined;

/** Writes the metrics and behavior of `internal` into an object of v1; what it had of them goes. */
export function writeV1(object: V1, { metrics = [], behavior }: HorizontalPodAutoscalerSpec): void {
  const utilization = metrics.map(cpuUtilizationOf).find((percentage) => percentage !== undefined);
  const spec = (object.spec ??= {});
  if (utilization === undefined) delete spec.targetCPUUtilizationPercentage;
  else spec.targetCPUUtilizationPercentage = utilization;
  const others = metrics.filter((metric) => cpuUtilizationOf(metric) === undefined).map(metricToV1);
  const kept = Object.entries(object.metadata?.annotations ?? {}).filter(
    ([name]) => !ROUND_TRIP.includes(name) || OF_STATUS.includes(name),
  );
  setAnnotations(object, {
    ...Object.fromEntries(kept),
    ...(others.length > 0 && { [METRICS]: goJson(others) }),
    ...(behavior && { [BEHAVIOR]: goJson({ ScaleUp: rulesText(behavior.scaleUp), ScaleDown: rulesText(behavior.scaleDown) }) }),
  });
}

/** An object of v1 as one of v2; what annotations kept is in fields then. */
export function toV2(given: V1): HorizontalPodAutoscaler {
  const { annotations, ...metadata } = given.metadata ?? {};
  const kept = Object.entries(annotations ?? {}).filter(([name]) => !ROUND_TRIP.includes(name));
  return {
    ...given,
    apiVersion: 'autoscaling/v2',
    metadata: { ...metadata, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
    spec: fromV1(given),
  };
}

/** An object of v2 as one of v1, which keeps in annotations what it has no fields for. */
export function toV1({ spec: internal = {}, ...object }: HorizontalPodAutoscaler): V1 {
  const { scaleTargetRef, minReplicas, maxReplicas } = internal;
  const spec = {
    ...(scaleTargetRef && { scaleTargetRef }),
    ...(minReplicas !== undefined && { minReplicas }),
    ...(maxReplicas !== undefined && { maxReplicas }),
  };
  const converted: V1 = { ...object, apiVersion: 'autoscaling/v1', metadata: { ...object.metadata }, spec };
  writeV1(converted, internal);
  return converted;
}

/** Go's names, and all of them: the annotation holds a type without JSON names. */
const rulesText = (given: HPAScalingRules | undefined): object | null =>
  given
    ? {
        StabilizationWindowSeconds: given.stabilizationWindowSeconds ?? null,
        SelectPolicy: given.selectPolicy ?? null,
        Policies:
          given.policies?.map(({ type = '', value = 0, periodSeconds = 0 }) => ({
            Type: type,
            Value: value,
            PeriodSeconds: periodSeconds,
          })) ?? null,
        Tolerance: given.tolerance ?? null,
      }
    : null;

/** The annotations that stand for fields of the status become those of `old`. */
export function keepStatusAnnotations(object: V1, old: V1 | undefined): void {
  const [now, before] = [object.metadata?.annotations ?? {}, old?.metadata?.annotations ?? {}];
  const isOfStatus = ([name]: readonly [string, string]): boolean => OF_STATUS.includes(name);
  const [own, stored] = [Object.entries(now), Object.entries(before).filter(isOfStatus)];
  if (stored.length === 0 && !own.some(isOfStatus)) return;
  setAnnotations(object, Object.fromEntries([...own.filter((entry) => !isOfStatus(entry)), ...stored]));
}

function setAnnotations({ metadata }: V1, annotations: Record<string, string>): void {
  if (!metadata) return;
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  else delete metadata.annotations;
}
