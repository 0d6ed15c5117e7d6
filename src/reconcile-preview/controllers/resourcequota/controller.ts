import type { KubernetesObject } from '../../../cluster/object.ts';
import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import type { ResourceQuota } from '../../../model/kinds/core-v1.ts';
import { amountsOf, resourceListOf } from '../../../model/pod-resources.ts';
import { equalAmounts, type Amounts } from '../../../model/quota/amounts.ts';
import { calculateUsage } from '../../../model/quota/calculate-usage.ts';
import { isSince } from '../../../schema/release.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { requeueAfter, updateStatus } from '../../intent.ts';
import { asKind, getObject, listObjects, type Typed } from '../../kind.ts';
import { RESOURCE_QUOTA } from '../../kinds.ts';
import { CUSTOM_RESOURCE_DEFINITION, measuredFor } from './measured.ts';
import { changesUsage } from './replenishment.ts';

/** After this time every quota is worked out again; here only those are that wait for a resource to become known. */
const RESYNC = 5 * 60 * 1000;

/** Admission charges for objects that are not stored in the end, too, those that are there already among them. It is put right here soon after, upstream every five minutes. */
const RECOUNT = 5 * 1000;

/** Works out what is used of each quota, as `resourcequota-controller` of kube-controller-manager. Creations are charged by admission already. */
export const resourcequota: Controller = {
  name: 'resourcequota-controller',
  watches: [
    { kind: RESOURCE_QUOTA, keys: changedQuota },
    { kind: RESOURCE_QUOTA, keys: chargedQuota, delay: RECOUNT },
    { kind: 'any', keys: replenishedQuotas },
    { kind: CUSTOM_RESOURCE_DEFINITION, keys: waitingQuotas, delay: RESYNC },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const quota = getObject(view, RESOURCE_QUOTA, namespace, name);
    if (!quota) return;
    const { spec = {}, status = {} } = quota;
    const hard = amountsOf(spec.hard);
    const { measured, isComplete } = measuredFor(namespace, [...hard.keys()], view, context);
    const used = usedOf(quota, calculateUsage(spec, measured, { now: context.now, view, ...chargesOf(context) }));
    if (!isComplete) yield* requeueAfter(RESYNC);
    if (equalAmounts(hard, amountsOf(status.hard)) && status.used && equalAmounts(used, amountsOf(status.used))) return;
    const next = { ...(spec.hard && { hard: spec.hard }), ...(used.size > 0 && { used: resourceListOf(new Map(used)) }) };
    if (!deepEqual(next, status)) yield* updateStatus({ ...quota, status: next }, 'usage as counted');
  },
};

const chargesOf = ({ release }: WorkContext) => ({
  chargesImplicitDevices: isSince(release, '1.35'),
  chargesExtendedDevices: isSince(release, '1.36'),
});

/** What was counted; what cannot be counted now stays as it was known before. */
function usedOf({ spec = {}, status = {} }: Typed<ResourceQuota>, counted: Amounts): Amounts {
  const known = new Map([...amountsOf(status.used), ...counted]);
  return new Map([...known].filter(([name]) => Object.hasOwn(spec.hard ?? {}, name)));
}

/** A quota that is new or has other limits. */
function changedQuota({ type, object, before }: Change): readonly string[] {
  if (type === 'deleted') return [];
  const isChanged = !before || !deepEqual(hardOf(before), hardOf(object));
  return isChanged ? [keyOf(object)] : [];
}

/** A quota that was charged. */
function chargedQuota({ type, object, before }: Change): readonly string[] {
  return type === 'modified' && !deepEqual(usageIn(before), usageIn(object)) ? [keyOf(object)] : [];
}

const usageIn = (object: KubernetesObject | undefined) => (object && asKind(object, RESOURCE_QUOTA)?.status?.used) ?? {};

const hardOf = (object: KubernetesObject) => asKind(object, RESOURCE_QUOTA)?.spec?.hard ?? {};

/** The quotas of a namespace in which something went away or uses something else. */
function replenishedQuotas(change: Change, view: ReadView): readonly string[] {
  const { namespace } = change.object.metadata;
  if (change.type === 'added' || namespace === undefined) return [];
  const quotas = listObjects(view, RESOURCE_QUOTA, namespace);
  return quotas.length > 0 && changesUsage(change) ? quotas.map(keyOf) : [];
}

/** The quotas that count what a new CRD defines, and of which the usage is not known yet. */
function waitingQuotas({ type, object }: Change, view: ReadView): readonly string[] {
  const name = `count/${object.metadata.name ?? ''}`;
  const isWaiting = ({ spec, status }: Typed<ResourceQuota>): boolean =>
    spec?.hard?.[name] !== undefined && status?.used?.[name] === undefined;
  return type === 'added' ? listObjects(view, RESOURCE_QUOTA).filter(isWaiting).map(keyOf) : [];
}
