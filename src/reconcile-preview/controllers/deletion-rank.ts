import { compareText } from '../../model/json.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';
import { isPodActive, isPodReady, readySince } from './pod-state.ts';

type Comparison = (a: Typed<Pod>, b: Typed<Pod>) => number;

/**
 * The `count` of `pods` that go first: unscheduled before scheduled, pending before running, not ready before ready, cheap before dear,
 * doubled up on a node before alone, ready for a short time before long, restarted often before seldom, young before old; then by name.
 * `related` are the pods that count for doubling up. As `ActivePodsWithRanks` of kube-controller-manager orders them (which leaves what is equal to chance).
 */
export function podsToDelete(
  pods: readonly Typed<Pod>[],
  related: readonly Typed<Pod>[],
  count: number,
  now: number,
): readonly Typed<Pod>[] {
  if (count >= pods.length) return pods;
  const onNode = new Map<string, number>();
  for (const pod of related) if (isPodActive(pod)) onNode.set(nodeOf(pod), (onNode.get(nodeOf(pod)) ?? 0) + 1);
  const comparisons: readonly Comparison[] = [
    (a, b) => Number(nodeOf(a) !== '') - Number(nodeOf(b) !== ''),
    (a, b) => phaseRank(a) - phaseRank(b),
    (a, b) => Number(isPodReady(a)) - Number(isPodReady(b)),
    (a, b) => deletionCost(a) - deletionCost(b),
    (a, b) => (onNode.get(nodeOf(b)) ?? 0) - (onNode.get(nodeOf(a)) ?? 0),
    (a, b) => compareAges(readySince(a), readySince(b), a, b, now),
    (a, b) => restarts(b) - restarts(a),
    (a, b) => sidecarRestarts(b) - sidecarRestarts(a),
    (a, b) => compareAges(createdAt(a), createdAt(b), a, b, now),
    (a, b) => compareText(a.metadata.name ?? '', b.metadata.name ?? ''),
  ];
  const compare: Comparison = (a, b) => {
    for (const comparison of comparisons) {
      const order = comparison(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
  return [...pods].sort(compare).slice(0, count);
}

const nodeOf = (pod: Typed<Pod>): string => pod.spec?.nodeName ?? '';

const phaseRank = ({ status }: Typed<Pod>): number => ['Pending', 'Unknown', 'Running'].indexOf(status?.phase ?? 'Pending');

/** The annotation `controller.kubernetes.io/pod-deletion-cost`; 0 when it is absent or no 32-bit integer. */
function deletionCost({ metadata }: Typed<Pod>): number {
  const text = metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? '';
  const cost = /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : 0;
  return Math.abs(cost) < 2 ** 31 ? cost : 0;
}

/** Younger first, by powers of two, so that a small difference in age does not decide; then by uid. */
function compareAges(x: number | undefined, y: number | undefined, a: Typed<Pod>, b: Typed<Pod>, now: number): number {
  if (x === y || x === undefined || y === undefined) return 0;
  return magnitude(now - x) - magnitude(now - y) || compareText(a.metadata.uid ?? '', b.metadata.uid ?? '');
}

const magnitude = (milliseconds: number): number => (milliseconds > 0 ? Math.floor(Math.log2(milliseconds * 1e6)) : -1);

const createdAt = ({ metadata }: Typed<Pod>): number => Date.parse(metadata.creationTimestamp ?? '');

const restarts = ({ status }: Typed<Pod>): number =>
  Math.max(0, ...(status?.containerStatuses ?? []).map(({ restartCount }) => restartCount ?? 0));

function sidecarRestarts({ spec, status }: Typed<Pod>): number {
  const sidecars = new Set((spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name));
  const counts = (status?.initContainerStatuses ?? [])
    .filter(({ name }) => sidecars.has(name))
    .map(({ restartCount }) => restartCount ?? 0);
  return Math.max(0, ...counts);
}
