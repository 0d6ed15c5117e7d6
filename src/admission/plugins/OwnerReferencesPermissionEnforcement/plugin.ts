import { deepEqual } from '../../../model/json.ts';
import { goQuote } from '../../../model/go-text.ts';
import { parseApiVersion } from '../../../model/group-version-kind.ts';
import type { ObjectMeta, OwnerReference } from '../../../model/kinds/meta-v1.ts';
import type { AuthorizationQuestion } from '../../../schema/cel/library/authorizer.ts';
import type { AdmissionContext, AdmissionPlugin, AdmissionRequest, Denial } from '../../plugin.ts';
import { forbidden, typed } from '../../typed.ts';

/** Who changes the owners of an object could have deleted it; who has it hold up the deletion of an owner may write that owner's finalizers. */
export const ownerReferencesPermissionEnforcement: AdmissionPlugin = {
  name: 'OwnerReferencesPermissionEnforcement',
  isOptional: true,
  handles: ({ operation, resource, subresource, gvk }) =>
    (operation === 'CREATE' || operation === 'UPDATE') && !(gvk.group === '' && resource.plural === 'pods' && subresource === 'status'),
  validate(request, context) {
    const before = ownersOf(request.old);
    const after = ownersOf(request.object);
    if (deepEqual(before, after)) return undefined;
    const ask = context.authorize(request.user);
    if (request.operation !== 'CREATE') {
      const { allowed, reason } = ask(deletionOf(request));
      if (!allowed) return forbidden(`cannot set an ownerRef on a resource you can't delete: ${reason}, <nil>`);
    }
    const blocking = after.filter((owner) => owner.blockOwnerDeletion && !before.some((known) => isBlocking(known, owner)));
    if (blocking.length === 0 || ask(FINALIZE_ANYTHING).allowed) return undefined;
    for (const owner of blocking) {
      const asked = finalizationOf(owner, request, context);
      if ('kind' in asked) return asked;
      const { allowed, reason } = ask(asked);
      if (!allowed)
        return forbidden(
          `cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: ${reason}, <nil>`,
        );
    }
    return undefined;
  },
};

const ownersOf = (object: object | undefined): readonly OwnerReference[] =>
  (object && typed<{ metadata?: ObjectMeta }>(object).metadata?.ownerReferences) ?? [];

const isBlocking = (known: OwnerReference, { uid }: OwnerReference): boolean => known.uid === uid && known.blockOwnerDeletion === true;

const deletionOf = ({ gvk, resource, subresource, namespace, name }: AdmissionRequest): AuthorizationQuestion => ({
  verb: 'delete',
  group: gvk.group,
  resource: resource.plural,
  subresource,
  namespace,
  name,
});

const FINALIZE_ANYTHING: AuthorizationQuestion = { verb: 'update', group: '*', resource: '*', subresource: 'finalizers', name: '*' };

/** The write to an owner that is asked for; an owner in a namespace is in that of the object. */
function finalizationOf(
  { apiVersion = '', kind = '', name = '' }: OwnerReference,
  { namespace }: AdmissionRequest,
  { kinds }: AdmissionContext,
): AuthorizationQuestion | Denial {
  const parsed = parseApiVersion(apiVersion);
  const refuse = (problem: string): Denial =>
    forbidden(
      `cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion ${apiVersion} Kind ${kind}: ${problem}`,
    );
  if (!parsed) return refuse(`unexpected GroupVersion string: ${apiVersion}`);
  const resource = kinds.resource({ ...parsed, kind });
  if (!resource) return refuse(`no matches for kind ${goQuote(kind)} in version ${goQuote(apiVersion)}`);
  const { gvk, plural, namespaced } = resource;
  return { verb: 'update', group: gvk.group, resource: plural, subresource: 'finalizers', name, ...(namespaced && { namespace }) };
}
