import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Node, Taint } from '../../../model/kinds/core-v1.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { idleFor, requeueAfter, update, type Work } from '../../intent.ts';
import { draft, getObject, listObjects, type Typed } from '../../kind.ts';
import { NODE } from '../../kinds.ts';
import { without } from '../../../model/without.ts';
import { nodeZone } from '../../node-zone.ts';
import { EvictionRates, readyStatus } from './eviction-rates.ts';

/** Taint of a condition with a status. */
const CONDITION_TAINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: 'node.kubernetes.io/not-ready', Unknown: 'node.kubernetes.io/unreachable' },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};
const READY_TAINTS: ReadonlySet<string> = new Set(Object.values(CONDITION_TAINTS.Ready ?? {}));
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';
const OWN_TAINTS: ReadonlySet<string> = new Set([
  UNSCHEDULABLE,
  ...Object.values(CONDITION_TAINTS).flatMap((taints) => Object.values(taints)),
]);

/** Stable label and the beta label that follows it. */
const MIRRORED_LABELS = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
] as const;

/**
 * Keeps the taints and beta labels of nodes in step with conditions, `spec.unschedulable` and stable labels, as `node-lifecycle-controller` of
 * kube-controller-manager. Pods leave nodes that are not ready by and by, as `EvictionRates` says.
 */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle-controller',
  watches: [{ kind: NODE, keys: nodesConcerned }],
  anew() {
    const rates = new EvictionRates();
    return { ...this, reconcile: (key, view, context) => reconcile(key, view, context, rates) };
  },
  reconcile: (key, view, context) => reconcile(key, view, context, new EvictionRates()),
};

function* reconcile(key: string, view: ReadView, context: WorkContext, rates: EvictionRates): Work {
  const node = getObject(view, NODE, '', splitKey(key).name);
  if (!node) return;
  const evicting = evictingTaint(node, view, context, rates);
  const taints = taintsOf(node, evicting.taint, context);
  const labels = labelsOf(node);
  if (evicting.looksAfter !== undefined) yield* requeueAfter(evicting.looksAfter);
  if (evicting.turnAfter !== undefined) yield* idleFor(evicting.turnAfter);
  if (deepEqual(taints, node.spec?.taints ?? []) && deepEqual(labels, node.metadata.labels ?? {})) return;
  const next = draft(node);
  const spec = without(next.spec ?? {}, 'taints');
  next.metadata.labels = labels;
  yield* update(
    { ...next, spec: { ...spec, ...(taints.length > 0 && { taints }) } },
    'taints follow conditions, beta labels the stable ones',
  );
}

/** Taints as conditions and `spec.unschedulable` want them; those of others stay. */
function taintsOf(node: Typed<Node>, evicting: string | undefined, context: WorkContext): Taint[] {
  const current = (node.status?.conditions ?? []).flatMap(({ type = '', status = '' }) => CONDITION_TAINTS[type]?.[status] ?? []);
  const wanted = {
    NoSchedule: new Set([...current, ...(node.spec?.unschedulable ? [UNSCHEDULABLE] : [])]),
    NoExecute: new Set(evicting === undefined ? [] : [evicting]),
  };
  const isOwn = ({ key = '', effect }: Taint): boolean =>
    (effect === 'NoSchedule' && OWN_TAINTS.has(key)) || (effect === 'NoExecute' && READY_TAINTS.has(key));
  const isWanted = ({ key = '', effect }: Taint): boolean => (effect === 'NoSchedule' || effect === 'NoExecute') && wanted[effect].has(key);
  const kept = (node.spec?.taints ?? []).filter((taint) => !isOwn(taint) || isWanted(taint));
  const missing = (['NoSchedule', 'NoExecute'] as const).flatMap((effect) =>
    [...wanted[effect]]
      .filter((key) => !kept.some((taint) => taint.key === key && taint.effect === effect))
      .map((key) => ({ key, effect, timeAdded: context.timestamp() })),
  );
  return [...kept, ...missing];
}

/**
 * The taint that makes pods leave a node. One that changes its reason keeps being left at once; other nodes take turns. While no node at all is ready the fault
 * is probably elsewhere, and all stays.
 */
function evictingTaint(
  node: Typed<Node>,
  view: ReadView,
  { now }: WorkContext,
  rates: EvictionRates,
): { readonly taint?: string | undefined; readonly looksAfter?: number; readonly turnAfter?: number } {
  const name = node.metadata.name ?? '';
  const status = readyStatus(node);
  const taint = CONDITION_TAINTS.Ready?.[status ?? ''];
  if (status === 'True') rates.noteReady(name);
  if (taint === undefined) {
    if (!rates.isIdle) rates.update(listObjects(view, NODE), now);
    return {};
  }
  const looksAfter = rates.untilLook(name, status, now);
  const isLeft = (node.spec?.taints ?? []).some(({ key = '', effect }) => effect === 'NoExecute' && READY_TAINTS.has(key));
  if (looksAfter > 0) return { looksAfter, ...(isLeft && { taint }) };
  if (rates.update(listObjects(view, NODE), now) === 'disrupted') return {};
  if (isLeft) return { taint };
  const turnAfter = rates.take(nodeZone(node), now);
  return turnAfter === 0 ? { taint } : turnAfter === Infinity ? {} : { turnAfter };
}

function labelsOf({ metadata }: Typed<Node>): Record<string, string> {
  const labels = { ...metadata.labels };
  for (const [stable, beta] of MIRRORED_LABELS) {
    const value = labels[stable];
    if (value !== undefined) labels[beta] = value;
  }
  return labels;
}

/** Whether pods of nodes that are not ready are evicted depends on whether others are. */
function nodesConcerned({ object }: Change, view: ReadView): readonly string[] {
  const unready = listObjects(view, NODE).filter((node) => CONDITION_TAINTS.Ready?.[readyStatus(node) ?? ''] !== undefined);
  return [...new Set([keyOf(object), ...unready.map(keyOf)])];
}
