import type { CrossVersionObjectReference, MetricSpec, MetricTarget } from '../../../model/kinds/autoscaling-v2.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../../../model/kinds/meta-v1.ts';
import { integer, listOf, mapOf, quantity, structOf, text, type Reader } from './go-fields.ts';

/** Metrics as `autoscaling/v1` has them, in an annotation. */
interface V1Metric {
  type?: string;
  object?: {
    target?: CrossVersionObjectReference;
    metricName?: string;
    targetValue?: string;
    selector?: LabelSelector;
    averageValue?: string;
  };
  pods?: { metricName?: string; targetAverageValue?: string; selector?: LabelSelector };
  resource?: V1Resource;
  containerResource?: V1Resource & { container?: string };
  external?: { metricName?: string; metricSelector?: LabelSelector; targetValue?: string; targetAverageValue?: string };
}

interface V1Resource {
  name?: string;
  targetAverageUtilization?: number;
  targetAverageValue?: string;
}

const requirement = structOf<LabelSelectorRequirement>({ key: text, operator: text, values: listOf(text) });
const selector = structOf<LabelSelector>({ matchLabels: mapOf(text), matchExpressions: listOf(requirement) });
const resource = { name: text, targetAverageUtilization: integer, targetAverageValue: quantity };

export const v1Metrics: Reader<V1Metric[]> = listOf(
  structOf<V1Metric>({
    type: text,
    object: structOf<NonNullable<V1Metric['object']>>({
      target: structOf<CrossVersionObjectReference>({ kind: text, name: text, apiVersion: text }),
      metricName: text,
      targetValue: quantity,
      selector,
      averageValue: quantity,
    }),
    pods: structOf<NonNullable<V1Metric['pods']>>({ metricName: text, targetAverageValue: quantity, selector }),
    resource: structOf<V1Resource>(resource),
    containerResource: structOf<NonNullable<V1Metric['containerResource']>>({ ...resource, container: text }),
    external: structOf<NonNullable<V1Metric['external']>>({
      metricName: text,
      metricSelector: selector,
      targetValue: quantity,
      targetAverageValue: quantity,
    }),
  }),
);

/** The metric as later versions have it. */
export function metricFromV1({ type, object, pods, resource, containerResource, external }: V1Metric): MetricSpec {
  return {
    ...(type && { type }),
    ...(resource && { resource: { ...named(resource.name), target: resourceTarget(resource) } }),
    ...(containerResource && {
      containerResource: {
        ...named(containerResource.name),
        ...(containerResource.container && { container: containerResource.container }),
        target: resourceTarget(containerResource),
      },
    }),
    ...(pods && {
      pods: {
        metric: { ...named(pods.metricName), ...(pods.selector && { selector: pods.selector }) },
        target: { type: 'AverageValue', averageValue: pods.targetAverageValue ?? '0' },
      },
    }),
    ...(object && {
      object: {
        describedObject: object.target ?? {},
        metric: { ...named(object.metricName), ...(object.selector && { selector: object.selector }) },
        target: objectTarget(object),
      },
    }),
    ...(external && {
      external: {
        metric: { ...named(external.metricName), ...(external.metricSelector && { selector: external.metricSelector }) },
        target: valueTarget(external.targetValue, external.targetAverageValue),
      },
    }),
  };
}

const named = (name: string | undefined): { name?: string } => (name ? { name } : {});

const resourceTarget = ({ targetAverageUtilization, targetAverageValue }: V1Resource): MetricTarget => ({
  type: targetAverageUtilization === undefined ? 'AverageValue' : 'Utilization',
  ...(targetAverageUtilization !== undefined && { averageUtilization: targetAverageUtilization }),
  ...(targetAverageValue !== undefined && { averageValue: targetAverageValue }),
});

const valueTarget = (value: string | undefined, averageValue: string | undefined): MetricTarget => ({
  type: value === undefined ? 'AverageValue' : 'Value',
  ...(value !== undefined && { value }),
  ...(averageValue !== undefined && { averageValue }),
});

/** v1 cannot leave the value out: next to an average, none at all is meant by zero. */
function objectTarget({ targetValue = '0', averageValue }: NonNullable<V1Metric['object']>): MetricTarget {
  if (averageValue === undefined) return { type: 'Value', value: targetValue };
  return { type: 'AverageValue', averageValue, ...(targetValue !== '0' && { value: targetValue }) };
}

/** The metric in v1 form, its fields in Go's order. */
export const metricToV1 = ({ type = '', object, pods, resource, containerResource, external }: MetricSpec): object => ({
  type,
  ...(object && {
    object: {
      target: referenceToV1(object.describedObject ?? {}),
      metricName: object.metric?.name ?? '',
      targetValue: object.target?.value ?? '0',
      ...(object.metric?.selector && { selector: object.metric.selector }),
      ...(object.target?.averageValue !== undefined && { averageValue: object.target.averageValue }),
    },
  }),
  ...(pods && {
    pods: {
      metricName: pods.metric?.name ?? '',
      targetAverageValue: pods.target?.averageValue ?? '0',
      ...(pods.metric?.selector && { selector: pods.metric.selector }),
    },
  }),
  ...(resource && { resource: { name: resource.name ?? '', ...averagesToV1(resource.target) } }),
  ...(containerResource && {
    containerResource: {
      name: containerResource.name ?? '',
      ...averagesToV1(containerResource.target),
      container: containerResource.container ?? '',
    },
  }),
  ...(external && {
    external: {
      metricName: external.metric?.name ?? '',
      ...(external.metric?.selector && { metricSelector: external.metric.selector }),
      ...(external.target?.value !== undefined && { targetValue: external.target.value }),
      ...(external.target?.averageValue !== undefined && { targetAverageValue: external.target.averageValue }),
    },
  }),
});

const referenceToV1 = ({ kind = '', name = '', apiVersion }: CrossVersionObjectReference): object => ({
  kind,
  name,
  ...(apiVersion && { apiVersion }),
});

const averagesToV1 = ({ averageUtilization, averageValue }: MetricTarget = {}): object => ({
  ...(averageUtilization !== undefined && { targetAverageUtilization: averageUtilization }),
  ...(averageValue !== undefined && { targetAverageValue: averageValue }),
});
