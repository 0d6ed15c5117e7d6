import type { Pod, PodAffinityTerm, PodStatus, WeightedPodAffinityTerm } from '../../model/kinds/core-v1.ts';
import { deepEqual } from '../../model/json.ts';
import type { Typed } from '../kind.ts';
import { keyOf } from '../controller.ts';
import { affinityTerm, weightedAffinityTerm, type AffinityTerm, type WeightedAffinityTerm } from './affinity-term.ts';
import { hostPortsOf, type HostPort } from './host-ports.ts';
import { occupiedResources, type Resource } from './resource.ts';
import type { Labels } from './selector.ts';

/** A pod as the scheduler works with it: one value per version of the object. */
export interface PodInfo {
  readonly pod: Typed<Pod>;
  /** `namespace/name`. */
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly spec: NonNullable<Pod['spec']>;
  readonly priority: number;
  /** What it takes from a node. */
  readonly resource: Resource;
  /** The same for scoring, where a container that asks for nothing counts as 0.1 CPU and 200 MiB. */
  readonly nonZero: { readonly milliCpu: number; readonly memory: number };
  readonly hostPorts: readonly HostPort[];
  /** `namespace/name` of the claims among its volumes. */
  readonly claims: readonly string[];
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly WeightedAffinityTerm[];
  readonly preferredAntiAffinity: readonly WeightedAffinityTerm[];
}

/** `before` is an earlier version of the same pod: what has not changed is taken from it. */
export function podInfo(pod: Typed<Pod>, before?: PodInfo): PodInfo {
  if (before?.pod === pod) return before;
  const { namespace = '', name = '', uid = '', labels = {} } = pod.metadata;
  const spec = pod.spec ?? {};
  return {
    pod,
    key: before?.key ?? keyOf(pod),
    uid,
    namespace,
    name,
    labels,
    spec,
    priority: spec.priority ?? 0,
    ...(before && takesAlike(before.pod, pod) ? { resource: before.resource, nonZero: before.nonZero } : occupiedResources(pod)),
    hostPorts: before && runsAlike(before.spec, spec) ? before.hostPorts : hostPortsOf(spec),
    claims: before && before.spec.volumes === spec.volumes ? before.claims : claimsOf(namespace, spec),
    ...(before && before.spec.affinity === spec.affinity ? affinityOf(before) : affinityTerms(namespace, spec)),
  };
}

const claimsOf = (namespace: string, { volumes = [] }: PodInfo['spec']): string[] =>
  volumes.flatMap(({ persistentVolumeClaim }) => (persistentVolumeClaim ? [`${namespace}/${persistentVolumeClaim.claimName ?? ''}`] : []));

const runsAlike = (a: PodInfo['spec'], b: PodInfo['spec']): boolean =>
  a.containers === b.containers && a.initContainers === b.initContainers;

type Affinity = Pick<PodInfo, 'requiredAffinity' | 'requiredAntiAffinity' | 'preferredAffinity' | 'preferredAntiAffinity'>;

const affinityOf = ({ requiredAffinity, requiredAntiAffinity, preferredAffinity, preferredAntiAffinity }: PodInfo): Affinity => ({
  requiredAffinity,
  requiredAntiAffinity,
  preferredAffinity,
  preferredAntiAffinity,
});

function affinityTerms(namespace: string, { affinity: { podAffinity, podAntiAffinity } = {} }: PodInfo['spec']): Affinity {
  const required = (terms: readonly PodAffinityTerm[] = []): AffinityTerm[] => terms.map((term) => affinityTerm(namespace, term));
  const preferred = (terms: readonly WeightedPodAffinityTerm[] = []): WeightedAffinityTerm[] =>
    terms.map((term) => weightedAffinityTerm(namespace, term));
  return {
    requiredAffinity: required(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    requiredAntiAffinity: required(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution),
    preferredAffinity: preferred(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
    preferredAntiAffinity: preferred(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution),
  };
}

/** Whether two versions of a pod take the same of a node because nothing that says so has been replaced. */
function takesAlike({ spec: a = {}, status: before = {} }: Pod, { spec: b = {}, status: after = {} }: Pod): boolean {
  return (
    runsAlike(a, b) &&
    a.overhead === b.overhead &&
    a.resources === b.resources &&
    before.containerStatuses === after.containerStatuses &&
    before.initContainerStatuses === after.initContainerStatuses &&
    before.resources === after.resources &&
    before.allocatedResources === after.allocatedResources &&
    resizeObstacle(before) === resizeObstacle(after)
  );
}

/** Why a resize has to wait; what a pod takes depends on whether it ever can be done. */
const resizeObstacle = ({ conditions }: PodStatus): string | undefined =>
  conditions?.find(({ type }) => type === 'PodResizePending')?.reason;

export const hasAffinity = (pod: PodInfo): boolean =>
  pod.requiredAffinity.length > 0 ||
  pod.requiredAntiAffinity.length > 0 ||
  pod.preferredAffinity.length > 0 ||
  pod.preferredAntiAffinity.length > 0;

/** Whether two versions of a pod on the same node are the same to everything that counts pods: selectors, terms, and whether it is about to go. */
export const countsAlike = (a: PodInfo, b: PodInfo): boolean =>
  isTerminating(a) === isTerminating(b) && deepEqual(a.labels, b.labels) && deepEqual(a.spec.affinity, b.spec.affinity);

export const isTerminating = ({ pod }: PodInfo): boolean => pod.metadata.deletionTimestamp !== undefined;

/** The node a pod is bound to; empty when there is none. */
export const nodeNameOf = ({ spec }: { readonly spec?: { readonly nodeName?: string } }): string => spec?.nodeName ?? '';

export const nominatedNodeNameOf = ({ status }: Typed<Pod>): string => status?.nominatedNodeName ?? '';
