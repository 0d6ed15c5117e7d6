import { forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type {
  ContainerResourceMetricSource,
  CrossVersionObjectReference,
  ExternalMetricSource,
  MetricIdentifier,
  MetricSpec,
  MetricTarget,
  ObjectMetricSource,
  PodsMetricSource,
  ResourceMetricSource,
} from '../../../model/kinds/autoscaling-v2.ts';
import { asJson, each, invalidBecause, oneOf, optional, requireText } from '../../shared/checks.ts';
import { isDns1123Label, isPathSegmentName } from '../../shared/names.ts';
import { isPositive } from '../../shared/quantities.ts';
import { validateContainerResourceName } from '../../shared/pod-spec/resources.ts';
import { validateObjectReference, type ReferenceOptions } from './object-reference.ts';

const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'];

/** `minReplicas` 0 needs a metric that can be there without pods. */
export function validateMetrics(
  metrics: readonly MetricSpec[],
  minReplicas: number | undefined,
  at: FieldPath,
  options: ReferenceOptions,
): FieldError[] {
  const canScaleToZero = metrics.some(({ type }) => type === 'Object' || type === 'External');
  return [
    ...each(metrics, at, (metric, place) => validateMetric(metric, place, options)),
    ...(minReplicas === 0 && !canScaleToZero
      ? [forbidden(at, 'must specify at least one Object or External metric to support scaling to zero replicas')]
      : []),
  ];
}

/** The sources in the order in which the server looks for them; only the first that is there is checked. */
function validateMetric(metric: MetricSpec, at: FieldPath, options: ReferenceOptions): FieldError[] {
  const { type = '' } = metric;
  const sources: readonly (readonly [name: string, type: string, errors: (() => readonly FieldError[]) | undefined])[] = [
    ['object', 'Object', metric.object && (() => validateObject(metric.object ?? {}, child(at, 'object'), options))],
    ['external', 'External', metric.external && (() => validateExternal(metric.external ?? {}, child(at, 'external')))],
    ['pods', 'Pods', metric.pods && (() => validatePods(metric.pods ?? {}, child(at, 'pods')))],
    ['resource', 'Resource', metric.resource && (() => validateResource(metric.resource ?? {}, child(at, 'resource')))],
    [
      'containerResource',
      'ContainerResource',
      metric.containerResource && (() => validateContainerResource(metric.containerResource ?? {}, child(at, 'containerResource'))),
    ],
  ];
  const present = sources.filter(([, , errors]) => errors);
  const [, , validateFirst] = present[0] ?? [];
  const expected = sources.find(([, sourceType]) => sourceType === type);
  const unsupported = oneOf(type, TYPES, child(at, 'type'));
  return [
    ...requireText(type, child(at, 'type'), 'must specify a metric source type'),
    ...unsupported,
    ...(validateFirst?.() ?? []),
    ...(expected && !expected[2] ? [required(child(at, expected[0]), 'must populate information for the given metric source')] : []),
    ...unsupported,
    ...(present.length > 1
      ? present
          .filter((source) => source !== expected)
          .map(([name]) => forbidden(child(at, name), 'must populate the given metric source only'))
      : []),
  ];
}

function validateObject(
  { describedObject, metric, target = {} }: ObjectMetricSource,
  at: FieldPath,
  options: ReferenceOptions,
): FieldError[] {
  const isOpen = target.value === undefined && target.averageValue === undefined;
  return [
    ...validateObjectReference(describedObject ?? emptyReference, child(at, 'describedObject'), options),
    ...validateIdentifier(metric, child(at, 'metric')),
    ...validateTarget(target, child(at, 'target')),
    ...(isOpen ? [required(child(at, 'target', 'averageValue'), 'must set either a target value or averageValue')] : []),
  ];
}

const emptyReference: CrossVersionObjectReference = {};

function validateExternal({ metric, target = {} }: ExternalMetricSource, at: FieldPath): FieldError[] {
  const { value, averageValue } = target;
  return [
    ...validateIdentifier(metric, child(at, 'metric')),
    ...validateTarget(target, child(at, 'target')),
    ...(value === undefined && averageValue === undefined
      ? [required(child(at, 'target', 'averageValue'), 'must set either a target value for metric or a per-pod target')]
      : []),
    ...(value !== undefined && averageValue !== undefined
      ? [forbidden(child(at, 'target', 'value'), 'may not set both a target value for metric and a per-pod target')]
      : []),
  ];
}

const validatePods = ({ metric, target = {} }: PodsMetricSource, at: FieldPath): FieldError[] => [
  ...validateIdentifier(metric, child(at, 'metric')),
  ...validateTarget(target, child(at, 'target')),
  ...(target.averageValue === undefined
    ? [required(child(at, 'target', 'averageValue'), 'must specify a positive target averageValue')]
    : []),
];

const validateResource = ({ name, target = {} }: ResourceMetricSource, at: FieldPath): FieldError[] => [
  ...requireText(name, child(at, 'name'), 'must specify a resource name'),
  ...validateResourceTarget(target, child(at, 'target')),
];

const validateContainerResource = ({ name, container, target = {} }: ContainerResourceMetricSource, at: FieldPath): FieldError[] => [
  ...(name ? validateContainerResourceName(name, child(at, 'name')) : [required(child(at, 'name'), 'must specify a resource name')]),
  ...(container
    ? invalidBecause(isDns1123Label(container), child(at, 'container'), container)
    : [required(child(at, 'container'), 'must specify a container')]),
  ...validateResourceTarget(target, child(at, 'target')),
];

function validateResourceTarget(target: MetricTarget, at: FieldPath): FieldError[] {
  const { averageUtilization, averageValue } = target;
  return [
    ...validateTarget(target, at),
    ...(averageUtilization === undefined && averageValue === undefined
      ? [required(child(at, 'averageUtilization'), 'must set either a target raw value or a target utilization')]
      : []),
    ...(averageUtilization !== undefined && averageValue !== undefined
      ? [forbidden(child(at, 'averageValue'), 'may not set both a target raw value and a target utilization')]
      : []),
  ];
}

function validateTarget({ type = '', value, averageValue, averageUtilization }: MetricTarget, at: FieldPath): FieldError[] {
  const isKnown = ['Utilization', 'Value', 'AverageValue'].includes(type);
  return [
    ...requireText(type, child(at, 'type'), 'must specify a metric target type'),
    ...(isKnown ? [] : [invalid(child(at, 'type'), asJson(type), 'must be either Utilization, Value, or AverageValue')]),
    ...optional(value, child(at, 'value'), positiveQuantity),
    ...optional(averageValue, child(at, 'averageValue'), positiveQuantity),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalid(child(at, 'averageUtilization'), averageUtilization, 'must be greater than 0')]
      : []),
  ];
}

const positiveQuantity = (value: string, at: FieldPath): FieldError[] =>
  isPositive(value) ? [] : [invalid(at, asJson(value), 'must be positive')];

const validateIdentifier = (metric: MetricIdentifier | undefined, at: FieldPath): FieldError[] =>
  metric?.name
    ? invalidBecause(isPathSegmentName(metric.name), child(at, 'name'), metric.name)
    : [required(child(at, 'name'), 'must specify a metric name')];
