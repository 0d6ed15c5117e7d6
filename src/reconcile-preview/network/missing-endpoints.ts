import type { ReadView } from '../../cluster/store.ts';
import { matchesLabels } from '../../model/label-selector.ts';
import type { Pod, Service, ServicePort } from '../../model/kinds/core-v1.ts';
import { isPodReady } from '../controllers/pod-state.ts';
import { findPort } from '../controllers/service-pods.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { objectName, type NetworkFinding } from './finding.ts';

/** Why no endpoint of a Service's port gets traffic. `hasSlices` says whether anything lists addresses for the Service. */
export function explainMissingEndpoints(
  service: Typed<Service>,
  port: ServicePort,
  view: ReadView,
  { hasSlices }: { readonly hasSlices: boolean },
): NetworkFinding {
  const finding = (reason: string, message: string): NetworkFinding => ({
    severity: 'warning',
    object: objectName(service),
    reason,
    message: `Port ${portText(port)} has no endpoints: ${message}`,
  });
  const { selector = {} } = service.spec ?? {};
  if (Object.keys(selector).length === 0) {
    return hasSlices
      ? finding('EndpointsNotReady', 'the EndpointSlices of this Service without a selector list no ready address for it.')
      : finding('NoSelector', 'the Service has no selector and no EndpointSlice is written for it.');
  }
  const all = listObjects(view, POD, service.metadata.namespace);
  const selected = all.filter(({ metadata }) => matchesLabels(selector, metadata.labels));
  if (selected.length === 0) return finding('NoPodsSelected', `no pod has ${unmatched(selector, all)}.`);
  const alive = selected.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  if (alive.length === 0) return finding('PodsEnded', `${selectedPods(selected, 'has', 'have')} ended.`);
  const addressed = alive.filter(({ status }) => status?.podIP || (status?.podIPs ?? []).length > 0);
  if (addressed.length === 0) return finding('PodsNotStarted', `${selectedPods(alive, 'has', 'have')} not started (${phases(alive)}).`);
  const fitting = addressed.filter((pod) => findPort(pod, port) !== undefined);
  if (fitting.length === 0) return finding('TargetPortNotFound', targetPortMessage(port, addressed));
  const ready = fitting.filter(isPodReady);
  return ready.length > 0
    ? finding('NoAddressOfFamily', `${selectedPods(ready, 'has', 'have')} no address of ${(service.spec?.ipFamilies ?? []).join(', ')}.`)
    : finding('PodsNotReady', `${selectedPods(fitting, 'is', 'are')} not ready${waitingFor(fitting)}.`);
}

/** `http 80/TCP`, `53/UDP`. */
export const portText = ({ name, port, protocol = 'TCP' }: ServicePort): string => `${name ? `${name} ` : ''}${port ?? 0}/${protocol}`;

/** The labels that no pod of the namespace has, or else all of them: `app=web`. */
function unmatched(selector: Readonly<Record<string, string>>, pods: readonly Typed<Pod>[]): string {
  const pairs = Object.entries(selector);
  const missing = pairs.filter(([label, value]) => !pods.some(({ metadata }) => metadata.labels?.[label] === value));
  return (missing.length > 0 ? missing : pairs).map(([label, value]) => `${label}=${value}`).join(missing.length > 0 ? ' or ' : ' and ');
}

function targetPortMessage({ targetPort, protocol = 'TCP' }: ServicePort, pods: readonly Typed<Pod>[]): string {
  const ports = pods.flatMap(({ spec }) => (spec?.containers ?? []).flatMap((container) => container.ports ?? []));
  const names = [...new Set(ports.map(({ name, containerPort, protocol: own = 'TCP' }) => `${name ?? String(containerPort)}/${own}`))];
  const has = names.length === 0 ? 'declare none' : `have ${names.join(', ')}`;
  return `no container of its pods has a ${protocol} port named "${targetPort ?? ''}"; they ${has}.`;
}

const selectedPods = ({ length }: readonly Typed<Pod>[], one: string, many: string): string =>
  length === 1 ? `the pod that it selects ${one}` : `the ${length} pods that it selects ${many}`;

const phases = (pods: readonly Typed<Pod>[]): string => [...new Set(pods.map(({ status }) => status?.phase ?? 'Pending'))].join(', ');

/** `: CrashLoopBackOff`: what the containers that are not running wait for. */
function waitingFor(pods: readonly Typed<Pod>[]): string {
  const reasons = pods.flatMap(({ status }) => (status?.containerStatuses ?? []).flatMap(({ state }) => state?.waiting?.reason ?? []));
  return reasons.length === 0 ? '' : `: ${[...new Set(reasons)].join(', ')}`;
}
