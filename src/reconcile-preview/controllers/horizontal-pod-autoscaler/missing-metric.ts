import { compareText } from '../../../model/json.ts';
import type { MetricSpec } from '../../../model/kinds/autoscaling-v2.ts';
import type { LabelSelector } from '../../../model/kinds/meta-v1.ts';

const NO_RESOURCE_METRICS =
  'unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)';
const NO_CUSTOM_METRICS = 'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';

/** Why a cluster without any metrics API cannot tell a metric: reason and message of the condition, in the controller's words. */
export function missingMetric(metric: MetricSpec, namespace: string): { readonly reason: string; readonly message: string } {
  switch (metric.type) {
    case 'ContainerResource':
      return { reason: 'FailedGetContainerResourceMetric', message: resourceMessage(metric.containerResource) };
    case 'Pods':
      return { reason: 'FailedGetPodsMetric', message: `unable to get metric ${metric.pods?.metric?.name ?? ''}: ${NO_CUSTOM_METRICS}` };
    case 'Object': {
      const { kind = '', name = '' } = metric.object?.describedObject ?? {};
      const subject = `${metric.object?.metric?.name ?? ''} on ${kind} ${namespace}/${name}`;
      return { reason: 'FailedGetObjectMetric', message: `unable to get metric ${subject}: ${NO_CUSTOM_METRICS}` };
    }
    case 'External': {
      const { name = '', selector } = metric.external?.metric ?? {};
      const subject = `${namespace}/${name}/${selectorText(selector)}`;
      const why = `unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`;
      return { reason: 'FailedGetExternalMetric', message: `unable to get external metric ${subject}: ${why}` };
    }
    default:
      return { reason: 'FailedGetResourceMetric', message: resourceMessage(metric.resource) };
  }
}

function resourceMessage(source: { readonly name?: string; readonly target?: { readonly averageValue?: string } } | undefined): string {
  const name = source?.name ?? '';
  const what = source?.target?.averageValue === undefined ? 'utilization' : 'usage';
  return `failed to get ${name} ${what}: unable to get metrics for resource ${name}: ${NO_RESOURCE_METRICS}`;
}

/** A selector as Go's generated `String` methods print it. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, value]) => `${name}: ${value},`);
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key = '', operator = '', values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
