import type { Container, Pod, PodSpec, PodStatus } from '../../../model/kinds/core-v1.ts';
import { allContainers } from '../../shared/pod-spec/containers-of.ts';
import { defaultPodSpec } from '../../shared/pod-spec/defaults.ts';
import { defaultHugePagesLimits, defaultPodRequests } from '../../shared/pod-spec/pod-resource-defaults.ts';
import type { RuleContext } from '../../strategy.ts';

export function defaultPod(pod: Pod, context: RuleContext): void {
  const spec = (pod.spec ??= {});
  if ((spec.terminationGracePeriodSeconds ?? 0) < 0) spec.terminationGracePeriodSeconds = 1;
  for (const container of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) requestLimits(container);
  if (context.gate('PodLevelResources') && !context.gate('PodLevelResourcesFixDefaulting')) {
    defaultHugePagesLimits(spec);
    defaultPodRequests(spec);
  }
  spec.enableServiceLinks ??= true;
  if (spec.hostNetwork) defaultHostPorts(spec);
  if (context.gate('H2CContainerProbe')) defaultHttpProtocols(spec);
  defaultPodSpec(spec, context);
  if (pod.status) defaultPodStatus(pod.status);
}

/** What is limited but not requested is requested. */
function requestLimits({ resources }: Container): void {
  if (!resources?.limits) return;
  resources.requests = { ...resources.limits, ...resources.requests };
}

function defaultHostPorts({ containers, initContainers }: PodSpec): void {
  for (const { ports } of [...(containers ?? []), ...(initContainers ?? [])])
    for (const port of ports ?? []) if (port.containerPort) port.hostPort ||= port.containerPort;
}

function defaultHttpProtocols(spec: PodSpec): void {
  for (const { livenessProbe, readinessProbe, startupProbe, lifecycle } of allContainers(spec)) {
    for (const handler of [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop])
      if (handler?.httpGet) handler.httpGet.protocol ??= 'HTTP1';
  }
}

/** `podIP` and the first of `podIPs` are the same. */
function defaultPodStatus(status: PodStatus): void {
  const first = status.podIPs?.[0]?.ip;
  if (!status.podIP && first !== undefined) status.podIP = first;
  else if (status.podIP && first !== status.podIP) status.podIPs = [{ ip: status.podIP }];
}
