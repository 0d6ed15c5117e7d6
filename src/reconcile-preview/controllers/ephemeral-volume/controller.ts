import type { Pod, Volume } from '../../../model/kinds/core-v1.ts';
import type { Status } from '../../../model/status.ts';
import { keyOf, splitKey, type Controller } from '../../controller.ts';
import { attempt, emit, retry, type Work } from '../../intent.ts';
import { asKind, getObject, type Typed } from '../../kind.ts';
import { PERSISTENT_VOLUME_CLAIM, POD } from '../../kinds.ts';
import { claimNameOf } from '../../scheduler/volumes.ts';
import { controllerReference, isControlledBy, ownerOf } from '../ownership.ts';

/** Claims the volumes that live as long as their pods, as `ephemeral-volume-controller` of kube-controller-manager. */
export const ephemeralVolume: Controller = {
  name: 'ephemeral-volume-controller',
  watches: [
    { kind: POD, keys: ({ object }) => (asKind(object, POD)?.spec?.volumes?.some(({ ephemeral }) => ephemeral) ? [keyOf(object)] : []) },
    {
      kind: PERSISTENT_VOLUME_CLAIM,
      keys: ({ type, object }, view) => (type === 'deleted' ? [ownerOf(view, POD, object) ?? []].flat().map(keyOf) : []),
    },
  ],
  *reconcile(key, view) {
    const { namespace, name } = splitKey(key);
    const pod = getObject(view, POD, namespace, name);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return;
    for (const volume of pod.spec?.volumes ?? []) {
      const claimName = volume.ephemeral && claimNameOf(name, volume);
      if (claimName === undefined) continue;
      const there = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, claimName);
      const problem = there
        ? isControlledBy(there, pod)
          ? undefined
          : `PVC ${namespace}/${claimName} was not created for pod ${namespace}/${name} (pod is not owner)`
        : problemOf(claimName, yield* createClaim(pod, volume, claimName));
      if (problem === undefined) continue;
      yield* emit('Warning', 'FailedBinding', `ephemeral volume ${volume.name ?? ''}: ${problem}`, pod);
      yield* retry(problem);
      return;
    }
  },
};

const problemOf = (claimName: string, refusal: Status | undefined): string | undefined =>
  refusal && `create PVC ${claimName}: ${refusal.message}`;

function* createClaim(pod: Typed<Pod>, { ephemeral }: Volume, name: string): Work<Status | undefined> {
  const { metadata, spec } = ephemeral?.volumeClaimTemplate ?? {};
  const claim = {
    apiVersion: PERSISTENT_VOLUME_CLAIM.apiVersion,
    kind: PERSISTENT_VOLUME_CLAIM.kind,
    metadata: {
      name,
      namespace: pod.metadata.namespace ?? '',
      ownerReferences: [controllerReference(pod, POD)],
      ...(metadata?.labels && { labels: metadata.labels }),
      ...(metadata?.annotations && { annotations: metadata.annotations }),
    },
    spec: { ...spec },
  };
  const { refusal } = yield* attempt({ type: 'create', object: claim, why: `pod ${pod.metadata.name ?? ''} brings its own volume` });
  return refusal;
}
