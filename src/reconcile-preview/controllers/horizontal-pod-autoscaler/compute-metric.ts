import type { ReadView } from '../../../cluster/store.ts';
import type { MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../../model/kinds/autoscaling-v2.ts';
import { quantityOf } from '../../../model/pod-resources.ts';
import { fromMilli, milliValueOf, quantityText } from '../../../model/quantity.ts';
import type { Metrics } from '../../metrics.ts';
import { missingMetric, selectorText } from './missing-metric.ts';
import {
  replicasByAverage,
  replicasByShare,
  replicasByUtilization,
  replicasByValue,
  type Replicas,
  type Scene,
} from './replica-calculator.ts';

/** How many replicas a metric asks for. */
export interface Proposal {
  readonly replicas: number;
  /** The metric as events and conditions name it. */
  readonly metric: string;
  readonly status: MetricStatus;
  /** In how many milliseconds it may be another number though nothing changes. */
  readonly settlesIn: number | undefined;
}

/** Why a metric tells nothing, in the controller's words: of the condition, and of what is recorded. */
export interface MetricFailure {
  readonly reason: string;
  readonly message: string;
  readonly recorded: string;
  readonly settlesIn?: number | undefined;
}

export interface MetricScene extends Scene {
  readonly metrics: Metrics | undefined;
  readonly view: ReadView;
  readonly namespace: string;
}

/** What a metric of an autoscaler comes to. */
export function computeMetric(metric: MetricSpec, scene: MetricScene): Proposal | MetricFailure {
  switch (metric.type) {
    case 'ContainerResource': {
      const { name = '', container = '', target = {} } = metric.containerResource ?? {};
      return resourceProposal(metric, scene, { name, container, target });
    }
    case 'Pods':
      return podsProposal(metric, scene);
    case 'Object':
    case 'External':
      return valueProposal(metric, scene);
    default: {
      const { name = '', target = {} } = metric.resource ?? {};
      return resourceProposal(metric, scene, { name, container: '', target });
    }
  }
}

interface ResourceAsked {
  readonly name: string;
  /** Empty for the whole pod. */
  readonly container: string;
  readonly target: MetricTarget;
}

function resourceProposal(metric: MetricSpec, scene: MetricScene, { name, container, target }: ResourceAsked): Proposal | MetricFailure {
  const { pods, metrics, view, namespace } = scene;
  if (!metrics?.knows(name)) return failed(metric, missingMetric(metric, namespace));
  const amounts = metrics.ofPods(pods, view, name, container || undefined);
  const { averageValue, averageUtilization = 0 } = target;
  const found =
    averageValue === undefined
      ? replicasByUtilization(scene, amounts, name, container, averageUtilization)
      : replicasByAverage(scene, amounts, name, milli(averageValue));
  if ('error' in found) {
    const { reason } = missingMetric(metric, namespace);
    return failed(metric, {
      reason,
      message: `failed to get ${name} ${averageValue === undefined ? 'utilization' : 'usage'}: ${found.error}`,
      settlesIn: found.settlesIn,
    });
  }
  const current: MetricValueStatus = {
    averageValue: amountText(found.usage, name),
    ...(found.utilization !== undefined && { averageUtilization: found.utilization }),
  };
  const status = container === '' ? { type: 'Resource', resource: { name, current } } : { type: 'ContainerResource', containerResource: { name, container, current } }; // prettier-ignore
  const what = container !== '' && averageValue === undefined ? 'container resource' : 'resource';
  return proposal(found, averageValue === undefined ? `${name} ${what} utilization (percentage of request)` : `${name} resource`, status);
}

function podsProposal(metric: MetricSpec, scene: MetricScene): Proposal | MetricFailure {
  const { metric: identifier = {}, target = {} } = metric.pods ?? {};
  const { name = '' } = identifier;
  if (!scene.metrics?.knows(name)) return failed(metric, missingMetric(metric, scene.namespace));
  const found = replicasByAverage(scene, scene.metrics.ofPods(scene.pods, scene.view, name), '', milli(target.averageValue));
  if ('error' in found) return failed(metric, { reason: 'FailedGetPodsMetric', message: found.error, settlesIn: found.settlesIn });
  return proposal(found, `pods metric ${name}`, { type: 'Pods', pods: { metric: identifier, current: { averageValue: amountText(found.usage, '') } } }); // prettier-ignore
}

function valueProposal(metric: MetricSpec, scene: MetricScene): Proposal | MetricFailure {
  const { object, external } = metric;
  const { metric: identifier = {}, target = {} } = object ?? external ?? {};
  const { name = '', selector } = identifier;
  const value = scene.metrics?.valueOf(name);
  const { reason, message } = missingMetric(metric, scene.namespace);
  if (value === undefined) return failed(metric, { reason, message });
  // an object's metric goes by the type of its target, an external one by what is there
  const isShare = object ? target.type === 'AverageValue' : target.averageValue !== undefined;
  const found = isShare ? replicasByShare(scene, value, milli(target.averageValue)) : replicasByValue(scene, value, milli(target.value));
  if ('error' in found) return failed(metric, { reason, message: found.error, settlesIn: found.settlesIn });
  const current = { [isShare ? 'averageValue' : 'value']: amountText(found.usage, '') };
  if (external)
    return proposal(found, `external metric ${name}(${selectorText(selector)})`, {
      type: 'External',
      external: { metric: identifier, current },
    });
  const { describedObject = {} } = object ?? {};
  const title = isShare ? `external metric ${name}(${selectorText(selector)})` : `${describedObject.kind ?? ''} metric ${name}`;
  return proposal(found, title, { type: 'Object', object: { metric: identifier, current, describedObject } });
}

const proposal = ({ replicas, settlesIn }: Replicas, metric: string, status: MetricStatus): Proposal => ({
  replicas,
  metric,
  status,
  settlesIn,
});

function failed(metric: MetricSpec, failure: Omit<MetricFailure, 'recorded'>): MetricFailure {
  return { ...failure, recorded: `failed to get ${subjectOf(metric)}: ${failure.message}` };
}

/** What could not be had; metrics of one value say it twice. */
function subjectOf({ type, resource, containerResource, object, external }: MetricSpec): string {
  switch (type) {
    case 'ContainerResource':
      return `${containerResource?.container ?? ''} container metric value`;
    case 'Pods':
      return 'pods metric value';
    case 'Object':
      return `object metric value${object?.target?.type === 'AverageValue' ? `: failed to get ${object.metric?.name ?? ''} object metric` : ''}`;
    case 'External': {
      const name = external?.metric?.name ?? '';
      const isShare = external?.target?.averageValue !== undefined;
      return `${name} external metric value: failed to get ${isShare ? `${name} external metric` : `external metric ${name}`}`;
    }
    default:
      return `${resource?.name ?? ''} resource metric value`;
  }
}

const milli = (text: string | undefined): number => Number(milliValueOf(quantityOf(text)));

/** Memory is written in powers of two, as metrics servers do. */
const amountText = (amount: number, resource: string): string =>
  quantityText(fromMilli(amount, resource === 'memory' ? 'BinarySI' : 'DecimalSI'));
