import { goQuote } from '../../../model/go-text.ts';
import { deepEqual } from '../../../model/json.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionContext, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, typed } from '../../typed.ts';
import { referredApiObjects } from './api-object-reference.ts';
import { find, notFound, type Judge } from './judge.ts';

const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';

/** Kubelets create mirrors of static pods, write the status of pods of their node, and delete these. */
export const judgePod: Judge = (request, node, context) => {
  switch (request.subresource) {
    case '':
      return judgePodItself(request, node, context);
    case 'status':
      return request.operation === 'UPDATE' ? judgeStatus(request, node) : forbidden(`unexpected operation ${goQuote(request.operation)}`);
    default:
      return forbidden(`unexpected pod subresource ${goQuote(request.subresource)}, only 'status' and 'eviction' are allowed`);
  }
};

function judgePodItself(request: AdmissionRequest, node: string, context: AdmissionContext): Denial | undefined {
  const { operation, object, namespace, name } = request;
  switch (operation) {
    case 'CREATE':
      return judgeMirror(object ? typed<Pod>(object) : {}, node, context);
    case 'DELETE': {
      const pod = find(context, 'Pod', namespace, name);
      if (!pod) return notFound('Pod', name);
      return typed<Pod>(pod).spec?.nodeName === node
        ? undefined
        : forbidden(`node ${goQuote(node)} can only delete pods with spec.nodeName set to itself`);
    }
    default:
      return forbidden(`unexpected operation ${goQuote(operation)}, node ${goQuote(node)} can only create and delete mirror pods`);
  }
}

function judgeMirror(pod: Pod, node: string, context: AdmissionContext): Denial | undefined {
  const who = `node ${goQuote(node)}`;
  if (pod.metadata?.annotations?.[MIRROR_ANNOTATION] === undefined)
    return forbidden(`pod does not have ${goQuote(MIRROR_ANNOTATION)} annotation, ${who} can only create mirror pods`);
  if (pod.spec?.nodeName !== node) return forbidden(`${who} can only create pods with spec.nodeName set to itself`);
  const refused = judgeOwner(pod, node, context);
  if (refused) return refused;
  const referred = referredApiObjects(pod);
  return referred === undefined ? undefined : forbidden(`${who} can not create pods that reference ${referred}`);
}

/** A mirror belongs to its node alone. */
function judgeOwner({ metadata }: Pod, node: string, context: AdmissionContext): Denial | undefined {
  const who = `node ${goQuote(node)}`;
  const [owner, ...others] = metadata?.ownerReferences ?? [];
  if (others.length > 0) return forbidden(`${who} can only create pods with a single owner reference set to itself`);
  if (owner?.apiVersion !== 'v1' || owner.kind !== 'Node' || owner.name !== node)
    return forbidden(`${who} can only create pods with an owner reference set to itself`);
  if (!owner.controller) return forbidden(`${who} can only create pods with a controller owner reference set to itself`);
  if (owner.blockOwnerDeletion) return forbidden(`${who} must not set blockOwnerDeletion on an owner reference`);
  const found = find(context, 'Node', '', node);
  if (!found) return notFound('Node', node);
  const { uid } = found.metadata;
  return owner.uid === uid ? undefined : forbidden(`node ${node} UID mismatch: expected ${owner.uid ?? ''} got ${uid ?? ''}`);
}

function judgeStatus({ object, old }: AdmissionRequest, node: string): Denial | undefined {
  const who = `node ${goQuote(node)}`;
  const before: Pod = old ? typed(old) : {};
  const after: Pod = object ? typed(object) : {};
  if (before.spec?.nodeName !== node) return forbidden(`${who} can only update pod status for pods with spec.nodeName set to itself`);
  if (!deepEqual(before.metadata?.labels ?? {}, after.metadata?.labels ?? {}))
    return forbidden(`${who} cannot update labels through pod status`);
  if (!deepEqual(before.status?.resourceClaimStatuses ?? [], after.status?.resourceClaimStatuses ?? []))
    return forbidden(`${who} cannot update resource claim statues`);
  if (!deepEqual(before.status?.extendedResourceClaimStatus, after.status?.extendedResourceClaimStatus))
    return forbidden(`${who} cannot update extended resource claim status`);
  if (!deepEqual(before.status?.nodeAllocatableResourceClaimStatuses ?? [], after.status?.nodeAllocatableResourceClaimStatuses ?? []))
    return forbidden(`${who} cannot update node allocatable resource claim statuses`);
  return undefined;
}
