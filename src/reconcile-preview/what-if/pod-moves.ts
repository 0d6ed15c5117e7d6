import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { isPodActive, podCondition } from '../controllers/pod-state.ts';
import { listObjects, type Typed } from '../kind.ts';
import { POD } from '../kinds.ts';
import { objectName, type ObjectName } from '../network/finding.ts';
import { ownerNames } from '../owner-names.ts';

/** A pod and its node; empty where it has none. */
export interface PodPlace {
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
}

/** A pod that goes, one that comes in its place, or only one of them. */
export interface PodMove {
  /** What they belong to: the uppermost controller, or the pod itself. */
  readonly workload: ObjectName;
  /** `terminating` where it is to go and stays, as no kubelet confirms that it has stopped. */
  readonly from?: PodPlace & { readonly terminating?: true };
  readonly to?: PodPlace;
}

/** A pod that finds no node, in the scheduler's words. */
export interface UnplacedPod extends PodPlace {
  readonly workload: ObjectName;
  readonly message: string;
  /** Whether it had none before, either. */
  readonly before: boolean;
}

type TypedPod = Typed<Pod>;

/** Which pods went and which came between two states. A new pod takes the place of the one with its name, or else of the next of its workload. */
export function podMoves(before: ReadView, after: ReadView): PodMove[] {
  const [pods, podsAfter] = [listObjects(before, POD), listObjects(after, POD)];
  const later = new Map(podsAfter.map((pod) => [uidOf(pod), pod]));
  const known = new Set(pods.map(uidOf));
  const gone = pods.filter((pod) => isPodActive(pod) && !hasStayed(later.get(uidOf(pod))));
  const come = podsAfter.filter((pod) => isPodActive(pod) && !known.has(uidOf(pod)));
  const groups = new Map<string, { readonly workload: ObjectName; readonly gone: TypedPod[]; readonly come: TypedPod[] }>();
  const groupOf = (pod: TypedPod, view: ReadView) => {
    const workload = rootOf(pod, view);
    const key = [workload.namespace, workload.name, workload.kind].join('/');
    const group = groups.get(key) ?? { workload, gone: [], come: [] };
    groups.set(key, group);
    return group;
  };
  for (const pod of gone) groupOf(pod, before).gone.push(pod);
  for (const pod of come) groupOf(pod, after).come.push(pod);
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, group]) => pairs(group.gone, group.come).map(([from, to]) => moveOf(group.workload, from, to, later)));
}

/** Pods without a node though they could have one. */
export function unplacedPods(before: ReadView, after: ReadView): UnplacedPod[] {
  const known = new Set(listObjects(before, POD).filter(isUnplaced).map(uidOf));
  return listObjects(after, POD)
    .filter(isUnplaced)
    .map((pod) => ({
      ...placeOf(pod),
      workload: rootOf(pod, after),
      message: podCondition(pod, 'PodScheduled')?.message ?? '',
      before: known.has(uidOf(pod)),
    }));
}

export const isUnplaced = (pod: TypedPod): boolean => {
  const scheduled = podCondition(pod, 'PodScheduled');
  return isPodActive(pod) && scheduled?.status === 'False' && scheduled.reason !== 'SchedulingGated';
};

/** The uppermost controller of a pod, or the pod itself. */
export const rootOf = (pod: TypedPod, view: ReadView): ObjectName => ownerNames(pod, view).at(-1) ?? objectName(pod);

/** Whether a pod that was active still is, or has ended well. */
const hasStayed = (pod: TypedPod | undefined): boolean => pod !== undefined && (isPodActive(pod) || pod.status?.phase === 'Succeeded');

function pairs(gone: readonly TypedPod[], come: readonly TypedPod[]): [TypedPod | undefined, TypedPod | undefined][] {
  const byName = new Map(come.map((pod) => [pod.metadata.name, pod]));
  const same = gone.filter(({ metadata }) => byName.has(metadata.name));
  const [goneLeft, comeLeft] = [
    gone.filter((pod) => !same.includes(pod)),
    come.filter(({ metadata }) => !same.some((pod) => pod.metadata.name === metadata.name)),
  ];
  return [
    ...same.map((pod): [TypedPod, TypedPod | undefined] => [pod, byName.get(pod.metadata.name)]),
    ...Array.from({ length: Math.max(goneLeft.length, comeLeft.length) }, (_, i): [TypedPod | undefined, TypedPod | undefined] => [
      goneLeft[i],
      comeLeft[i],
    ]),
  ];
}

function moveOf(workload: ObjectName, from: TypedPod | undefined, to: TypedPod | undefined, later: ReadonlyMap<string, TypedPod>): PodMove {
  return {
    workload,
    ...(from && { from: { ...placeOf(from), ...(later.has(uidOf(from)) && { terminating: true }) } }),
    ...(to && { to: placeOf(to) }),
  };
}

const uidOf = ({ metadata }: TypedPod): string => metadata.uid ?? '';
const placeOf = ({ metadata: { namespace = '', name = '' }, spec }: TypedPod): PodPlace => ({
  namespace,
  name,
  node: spec?.nodeName ?? '',
});
