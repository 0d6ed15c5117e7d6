import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Node, Taint } from '../../../model/kinds/core-v1.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { update } from '../../intent.ts';
import { draft, getObject, listObjects, type Typed } from '../../kind.ts';
import { NODE } from '../../kinds.ts';
import { without } from '../../../model/without.ts';

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

/** Keeps the taints and beta labels of nodes in step with conditions, `spec.unschedulable` and stable labels, as `node-lifecycle-controller` of kube-controller-manager. */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle-controller',
  watches: [{ kind: NODE, keys: nodesConcerned }],
  *reconcile(key, view, context) {
    const node = getObject(view, NODE, '', splitKey(key).name);
    if (!node) return;
    const taints = taintsOf(node, view, context);
    const labels = labelsOf(node);
    if (deepEqual(taints, node.spec?.taints ?? []) && deepEqual(labels, node.metadata.labels ?? {})) return;
    const next = draft(node);
    const spec = without(next.spec ?? {}, 'taints');
    next.metadata.labels = labels;
    yield* update(
      { ...next, spec: { ...spec, ...(taints.length > 0 && { taints }) } },
      'taints follow conditions, beta labels the stable ones',
    );
  },
};

/** Taints as conditions and `spec.unschedulable` want them; those of others stay. */
function taintsOf(node: Typed<Node>, view: ReadView, context: WorkContext): Taint[] {
  const current = (node.status?.conditions ?? []).flatMap(({ type = '', status = '' }) => CONDITION_TAINTS[type]?.[status] ?? []);
  const wanted = {
    NoSchedule: new Set([...current, ...(node.spec?.unschedulable ? [UNSCHEDULABLE] : [])]),
    NoExecute: evictingTaints(node, view),
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

/** A node that is not ready loses its pods, unless no node is ready: then the fault is probably elsewhere and all stays. */
function evictingTaints(node: Typed<Node>, view: ReadView): ReadonlySet<string> {
  const taint = CONDITION_TAINTS.Ready?.[readyStatus(node) ?? ''];
  return new Set(taint !== undefined && listObjects(view, NODE).some((other) => readyStatus(other) === 'True') ? [taint] : []);
}

const readyStatus = ({ status }: Typed<Node>): string | undefined => status?.conditions?.find(({ type }) => type === 'Ready')?.status;

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
