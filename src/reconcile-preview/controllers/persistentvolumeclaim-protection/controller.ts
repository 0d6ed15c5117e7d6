import type { Change } from '../../../cluster/store.ts';
import type { PersistentVolumeClaim, Pod } from '../../../model/kinds/core-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { update, updateStatus, type Work } from '../../intent.ts';
import { asKind, draft, getObject, listObjects, type Typed } from '../../kind.ts';
import { PERSISTENT_VOLUME_CLAIM, POD } from '../../kinds.ts';
import { claimNameOf } from '../../scheduler/volumes.ts';

const FINALIZER = 'kubernetes.io/pvc-protection';
const UNUSED = 'Unused';

/** Keeps claims that pods use and tells whether they are used, as `persistentvolumeclaim-protection-controller` of kube-controller-manager. */
export const persistentvolumeclaimProtection: Controller = {
  name: 'persistentvolumeclaim-protection-controller',
  watches: [{ kind: PERSISTENT_VOLUME_CLAIM }, { kind: POD, keys: claimsOfPod }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
    if (!claim) return;
    const users = listObjects(view, POD, namespace).filter((pod) => claimNames(pod).includes(name));
    const going = claim.metadata.deletionTimestamp !== undefined;
    if (isSince(context.release, '1.37') && !going && claim.status?.phase === 'Bound') yield* tellUse(claim, users, context);
    if (!going || users.some(({ spec }) => spec?.nodeName) || !claim.metadata.finalizers?.includes(FINALIZER)) return;
    const next = draft(claim);
    const finalizers = (next.metadata.finalizers ?? []).filter((finalizer) => finalizer !== FINALIZER);
    if (finalizers.length > 0) next.metadata.finalizers = finalizers;
    else delete next.metadata.finalizers;
    yield* update(next, 'no pod uses it any more');
  },
};

function* tellUse(claim: Typed<PersistentVolumeClaim>, users: readonly Typed<Pod>[], context: WorkContext): Work {
  const isUsed = users.some(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const status = isUsed ? 'False' : 'True';
  const conditions = claim.status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === UNUSED);
  if (old?.status === status) return;
  const [reason, message] = isUsed
    ? ['PodUsingPVC', 'A pod is currently referencing this PVC']
    : ['NoPodsUsingPVC', 'No pods are currently referencing this PVC'];
  const condition = { type: UNUSED, status, lastTransitionTime: context.timestamp(), reason, message };
  const next = old ? conditions.map((item) => (item === old ? condition : item)) : [...conditions, condition];
  yield* updateStatus({ ...claim, status: { ...claim.status, conditions: next } });
}

const claimNames = (pod: Typed<Pod>): string[] =>
  (pod.spec?.volumes ?? []).flatMap((volume) => claimNameOf(pod.metadata.name ?? '', volume) ?? []);

function claimsOfPod({ object, before }: Change): readonly string[] {
  const pods = [object, ...(before ? [before] : [])].flatMap((version) => asKind(version, POD) ?? []);
  return [...new Set(pods.flatMap(claimNames))].map((name) => `${object.metadata.namespace ?? ''}/${name}`);
}
