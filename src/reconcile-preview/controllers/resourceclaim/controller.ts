import type { Change, ReadView } from '../../../cluster/store.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { keyOf, splitKey, type Controller } from '../../controller.ts';
import { RESOURCE_CLAIM, RESOURCE_CLAIM_TEMPLATE } from '../../devices/kinds.ts';
import { claimNamesOf } from '../../devices/pod-claims.ts';
import { asKind, listObjects, type Typed } from '../../kind.ts';
import { POD } from '../../kinds.ts';
import type { Work } from '../../intent.ts';
import { syncClaim } from './sync-claim.ts';
import { syncPod } from './sync-pod.ts';

/** Makes claims from the templates of pods, and takes devices back once nobody uses them, as `resourceclaim-controller` of kube-controller-manager. */
export const resourceclaim: Controller = {
  name: 'resourceclaim-controller',
  watches: [
    { kind: POD, keys: keysOfPod },
    { kind: RESOURCE_CLAIM, keys: keysOfClaim },
    { kind: RESOURCE_CLAIM_TEMPLATE, keys: keysOfTemplate },
  ],
  anew() {
    const made = new Set<string>();
    return { ...this, reconcile: (key, view) => reconcile(key, view, made) };
  },
  reconcile: (key, view) => reconcile(key, view, new Set()),
};

/** `made` are the claims that it has made, which it takes to be there for an hour, as upstream's cache of its own writes does. */
function* reconcile(key: string, view: ReadView, made: Set<string>): Work {
  const { namespace, name } = splitKey(key.slice(key.indexOf(':') + 1));
  if (key.startsWith('pod:')) yield* syncPod(namespace, name, view, made);
  else yield* syncClaim(namespace, name, view);
}

const podKey = (pod: Typed<Pod>): string => `pod:${keyOf(pod)}`;

/** A pod's claims are looked at when it no longer needs them. */
function keysOfPod({ type, object }: Change): readonly string[] {
  const pod = asKind(object, POD);
  if (!pod || (!pod.spec?.resourceClaims?.length && !pod.status?.extendedResourceClaimStatus)) return [];
  const extended = pod.status?.extendedResourceClaimStatus?.resourceClaimName;
  const claims = extended === undefined ? claimNamesOf(pod) : [...claimNamesOf(pod), extended];
  const freed = type === 'deleted' || isDone(pod) ? claims.map((name) => `claim:${object.metadata.namespace ?? ''}/${name}`) : [];
  return type === 'deleted' ? freed : [...freed, podKey(pod)];
}

function keysOfClaim({ type, object }: Change, view: ReadView): readonly string[] {
  const users = listObjects(view, POD, object.metadata.namespace).filter((pod) => claimNamesOf(pod).includes(object.metadata.name ?? ''));
  return [...(type === 'deleted' ? [] : [`claim:${keyOf(object)}`]), ...users.map(podKey)];
}

function keysOfTemplate({ type, object }: Change, view: ReadView): readonly string[] {
  if (type === 'deleted') return [];
  return listObjects(view, POD, object.metadata.namespace)
    .filter(({ spec }) => spec?.resourceClaims?.some(({ resourceClaimTemplateName }) => resourceClaimTemplateName === object.metadata.name))
    .map(podKey);
}

/** Whether a pod does not run, and will not any more. */
export const isDone = ({ metadata, spec, status }: Typed<Pod>): boolean =>
  status?.phase === 'Succeeded' || status?.phase === 'Failed' || (metadata.deletionTimestamp !== undefined && !spec?.nodeName);
