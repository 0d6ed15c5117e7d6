import type { PodSpec, ResourceRequirements } from '../../../model/kinds/core-v1.ts';
import { compareQuantities, isZero } from '../../shared/quantities.ts';
import type { RuleContext } from '../../strategy.ts';

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

/** The quality of service that a pod's CPU and memory amount to. */
export function qosClassOf(spec: PodSpec, { gate }: RuleContext): QosClass {
  const { resources } = spec;
  const isSet = Object.keys({ ...resources?.requests, ...resources?.limits }).length > 0;
  if (resources && gate('PodLevelResources') && (isSet || !gate('PodLevelResourcesFixKubeletQOSClass'))) return classOf(resources);
  return common([...(spec.initContainers ?? []), ...(spec.containers ?? [])].map((container) => classOf(container.resources ?? {})));
}

function classOf({ requests = {}, limits = {} }: ResourceRequirements): QosClass {
  if (Object.keys(requests).length === 0 && Object.keys(limits).length === 0) return 'BestEffort';
  return common(
    ['cpu', 'memory'].map((name) => {
      if (compareQuantities(requests[name], limits[name]) !== 0) return 'Burstable';
      return isZero(requests[name]) ? 'BestEffort' : 'Guaranteed';
    }),
  );
}

/** The class all agree on; anything else is burstable. */
const common = (classes: readonly QosClass[]): QosClass => (new Set(classes).size > 1 ? 'Burstable' : (classes[0] ?? 'BestEffort'));
