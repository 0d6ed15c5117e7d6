import { isObject, own, type Json, type JsonObject } from '../model/json.ts';
import { without } from '../model/without.ts';

/** The metrics of an autoscaler that says nothing of them. */
const DEFAULT_UTILIZATION = 80;

/**
 * A document in the version that clusters prefer where Kubernetes still serves an older one: `autoscaling/v1` is `autoscaling/v2` with one metric.
 * Any other document is answered as it is.
 */
export function inPreferredVersion(value: JsonObject): JsonObject {
  if (own(value, 'apiVersion') !== 'autoscaling/v1' || own(value, 'kind') !== 'HorizontalPodAutoscaler') return value;
  const { targetCPUUtilizationPercentage: percentage, ...spec } = isObject(value.spec) ? value.spec : {};
  return {
    ...without(value, 'status'),
    apiVersion: 'autoscaling/v2',
    spec: { ...spec, metrics: [cpuMetric(percentage ?? DEFAULT_UTILIZATION)] },
  };
}

const cpuMetric = (averageUtilization: Json): JsonObject => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});
