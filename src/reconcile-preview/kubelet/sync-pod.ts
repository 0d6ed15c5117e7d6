import type { Node, Pod, PodStatus } from '../../model/kinds/core-v1.ts';
import { podLimits, podRequests, resourceListOf } from '../../model/pod-resources.ts';
import { isSince, type Release } from '../../schema/release.ts';
import { nodeAddress, podAddress } from './address.ts';
import { crashedContainer, endedContainer, startedContainer, startedInitContainer } from './container-statuses.ts';
import { fateOf, type Fate } from './fate.ts';
import { hasEnded, podConditions } from './pod-conditions.ts';

/** What the kubelet of a pod's node does next with the pod. */
export type PodAction =
  { readonly kind: 'nothing' } | { readonly kind: 'delete' } | { readonly kind: 'status'; readonly status: PodStatus };

export interface KubeletContext {
  readonly release: Release;
  /** Now, as `metav1.Time` is written. */
  readonly timestamp: string;
  /** What becomes of the pod's containers, where it is not as its annotation says. */
  readonly fate?: Fate;
}

type Step = 'nothing' | 'delete' | 'run' | 'ready' | 'finish' | 'crash';

/** How long the work of containers that end takes, in milliseconds. */
const WORK_TIME = 300;

/** How long the kubelet waits from `now` on before it acts on a pod in this state, in milliseconds. */
export function delayOf(pod: Pod, fate: Fate, now: number): number {
  switch (stepFor(pod, fate)) {
    case 'finish':
    case 'crash':
      return WORK_TIME;
    case 'ready':
      return untilReady(pod, fate, now);
    case 'nothing':
    case 'delete':
    case 'run':
      return 0;
  }
}

/** How long it takes yet until the containers of a pod that starts up are ready, in milliseconds; 0 where they need not be waited for. */
export function untilReady(pod: Pod, fate: Fate, now: number): number {
  if (stepFor(pod, fate) !== 'ready') return 0;
  const started = (pod.status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.running?.startedAt ?? ''));
  return Math.max(0, Math.max(...started) + (fate.readyAfter ?? 0) - now);
}

/**
 * One step in the life of a pod that is bound to a node: it starts, ends where its restart policy lets it, crashes where it is fated to, and goes when it is deleted.
 * `node` is absent when there is no such node; the pod runs all the same.
 */
export function syncPod(pod: Pod, node: Node | undefined, context: KubeletContext): PodAction {
  const { fate = fateOf(pod) } = context;
  const step = stepFor(pod, fate);
  switch (step) {
    case 'nothing':
    case 'delete':
      return { kind: step };
    case 'run':
      return withConditions(pod, runningStatus(pod, node, fate, context), context);
    case 'ready':
      return withConditions(pod, readyStatus(pod), context);
    case 'finish':
      return withConditions(pod, finishedStatus(pod, fate, context.timestamp), context);
    case 'crash':
      return withConditions(pod, crashedStatus(pod, fate, context.timestamp), context);
  }
}

function stepFor(pod: Pod, { kind, exitCode, crashLoops, readyAfter }: Fate): Step {
  const { metadata = {}, spec = {}, status = {} } = pod;
  const { restartPolicy = 'Always', nodeName = '' } = spec;
  if (nodeName === '') return 'nothing';
  if (metadata.deletionTimestamp !== undefined) return 'delete';
  if (hasEnded(status)) return 'nothing';
  if (status.phase !== 'Running') return (status.containerStatuses ?? []).length > 0 ? 'nothing' : 'run';
  if (readyAfter !== undefined && status.containerStatuses?.some(({ ready, state }) => !ready && state?.running)) return 'ready';
  const restarts = restartPolicy === 'OnFailure' || (restartPolicy === 'Always' && crashLoops);
  if (restarts && exitCode !== 0) return status.containerStatuses?.[0]?.restartCount ? 'nothing' : 'crash';
  return restartPolicy === 'Always' || kind === 'never-ready' ? 'nothing' : 'finish';
}

const withConditions = (pod: Pod, status: PodStatus, { timestamp }: KubeletContext): PodAction => ({
  kind: 'status',
  status: {
    ...status,
    conditions: podConditions(pod, status, timestamp),
    ...(pod.metadata?.generation && { observedGeneration: pod.metadata.generation }),
  },
});

function runningStatus(pod: Pod, node: Node | undefined, fate: Fate, { release, timestamp }: KubeletContext): PodStatus {
  const { metadata = {}, spec = {}, status = {} } = pod;
  const hostIP = node?.status?.addresses?.find(({ type }) => type === 'InternalIP')?.address || nodeAddress(spec.nodeName ?? '');
  const podIP = spec.hostNetwork ? hostIP : podAddress(metadata.uid ?? '');
  const initContainerStatuses = (spec.initContainers ?? []).map((container) => startedInitContainer(container, timestamp));
  return {
    ...status,
    phase: fate.kind === 'image-pull-error' ? 'Pending' : 'Running',
    startTime: timestamp,
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    ...(initContainerStatuses.length > 0 && { initContainerStatuses }),
    containerStatuses: (spec.containers ?? []).map((container) => startedContainer(container, fate, timestamp)),
    ...(isSince(release, '1.37') && podResources(pod)),
  };
}

/** What the pod as a whole was given, which kubelets report from 1.37 on. */
function podResources(pod: Pod): Pick<PodStatus, 'resources' | 'allocatedResources'> {
  const [requests, limits] = [resourceListOf(podRequests(pod)), resourceListOf(podLimits(pod))];
  return { resources: { ...(requests && { requests }), ...(limits && { limits }) }, ...(requests && { allocatedResources: requests }) };
}

function readyStatus({ status = {} }: Pod): PodStatus {
  return {
    ...status,
    containerStatuses: (status.containerStatuses ?? []).map((item) => (item.state?.running ? { ...item, ready: true } : item)),
  };
}

function finishedStatus(pod: Pod, { exitCode }: Fate, now: string): PodStatus {
  const { status = {} } = pod;
  const initContainerStatuses = status.initContainerStatuses?.map((item) => (item.state?.running ? endedContainer(item, 0, now) : item));
  return {
    ...status,
    phase: exitCode === 0 ? 'Succeeded' : 'Failed',
    ...(initContainerStatuses && { initContainerStatuses }),
    containerStatuses: (status.containerStatuses ?? []).map((item) => endedContainer(item, exitCode, now)),
  };
}

function crashedStatus(pod: Pod, { exitCode }: Fate, now: string): PodStatus {
  const { metadata: { name = '', namespace = '', uid = '' } = {}, status = {} } = pod;
  const fullName = `${name}_${namespace}(${uid})`;
  return { ...status, containerStatuses: (status.containerStatuses ?? []).map((item) => crashedContainer(item, exitCode, fullName, now)) };
}
