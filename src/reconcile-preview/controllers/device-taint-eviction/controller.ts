import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Pod, PodCondition } from '../../../model/kinds/core-v1.ts';
import type { DeviceTaintRule } from '../../../model/kinds/resource-v1.ts';
import { isSince, type Release } from '../../../schema/release.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { DEVICE_TAINT_RULE, RESOURCE_CLAIM, RESOURCE_SLICE } from '../../devices/kinds.ts';
import { claimNamesOf } from '../../devices/pod-claims.ts';
import { emit, removeOrRetry, requeueAfter, updateStatus, type Work } from '../../intent.ts';
import { asKind, getObject, listObjects, objectKey, type Typed } from '../../kind.ts';
import { POD } from '../../kinds.ts';
import { withCondition } from '../../scheduler/pod-condition.ts';
import { evictionOf } from './eviction.ts';
import { EVICTION_IN_PROGRESS, ruleCondition } from './rule-status.ts';

const WHY = 'a device that it uses has a NoExecute taint that it does not tolerate';
const DISRUPTION: PodCondition = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByDeviceTaintManager',
  message: 'Device Taint manager: deleting due to NoExecute taint',
};
/** The shortest time between two conditions of a rule. */
const STATUS_PERIOD = 10_000;

/** Deletes pods from devices with taints that they do not tolerate, as `device-taint-eviction-controller` of kube-controller-manager; since 1.36. */
export const deviceTaintEviction: Controller = {
  name: 'device-taint-eviction-controller',
  watches: [
    { kind: POD, keys: keysOfPod },
    { kind: RESOURCE_CLAIM, keys: keysOfClaim },
    { kind: RESOURCE_SLICE, keys: keysOfAll },
    { kind: DEVICE_TAINT_RULE, keys: keysOfRule },
  ],
  anew() {
    /** How many pods went because of each rule, by uid. */
    const evicted = new Map<string, number>();
    return { ...this, reconcile: (key, view, context) => reconcile(key, view, context, evicted) };
  },
  reconcile: (key, view, context) => reconcile(key, view, context, new Map()),
};

function* reconcile(key: string, view: ReadView, context: WorkContext, evicted: Map<string, number>): Work {
  if (!isSince(context.release, '1.36')) return;
  const name = key.slice(key.indexOf(':') + 1);
  if (key.startsWith('pod:')) yield* evictWhenDue(name, view, context, evicted);
  else yield* noteProgress(name, view, context, evicted);
}

const evictingRules = (view: ReadView, release: Release): Typed<DeviceTaintRule>[] =>
  isSince(release, '1.37') ? listObjects(view, DEVICE_TAINT_RULE).filter(({ spec }) => spec?.taint?.effect === 'NoExecute') : [];

function* evictWhenDue(key: string, view: ReadView, context: WorkContext, evicted: Map<string, number>): Work {
  const { namespace, name } = splitKey(key);
  const pod = getObject(view, POD, namespace, name);
  const eviction = pod && evictionOf(pod, evictingRules(view, context.release), view);
  if (!eviction || pod.metadata.deletionTimestamp !== undefined) return;
  if (eviction.at > context.now) {
    yield* requeueAfter(eviction.at - context.now);
    return;
  }
  yield* emit('Normal', 'DeviceTaintManagerEviction', 'Marking for deletion', pod);
  const conditions = withCondition(pod, DISRUPTION, context.timestamp());
  if (conditions) yield* updateStatus({ ...pod, status: { ...pod.status, conditions } }, WHY);
  yield* removeOrRetry(objectKey(POD, pod), {}, WHY);
  for (const rule of eviction.rules) evicted.set(rule, (evicted.get(rule) ?? 0) + 1);
}

/** Writes what a rule has come to, at most every ten seconds. */
function* noteProgress(name: string, view: ReadView, context: WorkContext, evicted: ReadonlyMap<string, number>): Work {
  const rule = getObject(view, DEVICE_TAINT_RULE, '', name);
  if (!rule || !isSince(context.release, '1.37')) return;
  const { conditions = [] } = rule.status ?? {};
  const known = conditions.find(({ type }) => type === EVICTION_IN_PROGRESS);
  const since = known ? context.now - Date.parse(known.lastTransitionTime ?? '') : Infinity;
  if (known?.observedGeneration === rule.metadata.generation && since < STATUS_PERIOD) {
    yield* requeueAfter(STATUS_PERIOD - since);
    return;
  }
  const next = ruleCondition(rule, evictingRules(view, context.release), evicted.get(rule.metadata.uid ?? '') ?? 0, view);
  const lastTransitionTime = known?.lastTransitionTime;
  if (known && deepEqual({ message: '', ...known }, { ...next, lastTransitionTime })) return;
  const others = conditions.filter(({ type }) => type !== EVICTION_IN_PROGRESS);
  const condition = { ...next, lastTransitionTime: context.timestamp() };
  yield* updateStatus({ ...rule, status: { ...rule.status, conditions: [...others, condition] } });
}

const podKey = (pod: Typed<Pod>): string => `pod:${keyOf(pod)}`;

function keysOfPod({ type, object }: Change, view: ReadView): readonly string[] {
  const pod = asKind(object, POD);
  if (!pod || type === 'deleted' || claimNamesOf(pod).length === 0 || !pod.spec?.nodeName) return [];
  return [podKey(pod), ...ruleKeys(view)];
}

function keysOfClaim({ object }: Change, view: ReadView): readonly string[] {
  return listObjects(view, POD, object.metadata.namespace)
    .filter((pod) => claimNamesOf(pod).includes(object.metadata.name ?? ''))
    .map(podKey);
}

function keysOfAll(_change: Change, view: ReadView): readonly string[] {
  return listObjects(view, POD)
    .filter((pod) => claimNamesOf(pod).length > 0)
    .map(podKey);
}

/** The status of a new or changed rule is written before any pod goes. */
function keysOfRule(change: Change, view: ReadView): readonly string[] {
  const { type, object, before } = change;
  const [old, now] = [before && asKind(before, DEVICE_TAINT_RULE), asKind(object, DEVICE_TAINT_RULE)];
  if (type === 'modified' && deepEqual(old?.spec, now?.spec)) return [];
  return [...(type === 'deleted' ? [] : [`rule:${keyOf(object)}`]), ...keysOfAll(change, view)];
}

const ruleKeys = (view: ReadView): string[] =>
  listObjects(view, DEVICE_TAINT_RULE)
    .filter(({ spec }) => spec?.taint?.effect === 'NoExecute')
    .map((rule) => `rule:${keyOf(rule)}`);
