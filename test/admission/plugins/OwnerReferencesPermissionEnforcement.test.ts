import assert from 'node:assert/strict';
import { ownerReferencesPermissionEnforcement } from '../../../src/admission/plugins/OwnerReferencesPermissionEnforcement/plugin.ts';
import type { Denial } from '../../../src/admission/plugin.ts';
import { askRequest, contextWith, grant, requestFor, type Body } from '../request.ts';

interface Owner {
  readonly kind: string;
  readonly apiVersion?: string;
  readonly blockOwnerDeletion?: boolean;
}

const pod = (...owners: readonly Owner[]): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'p',
    namespace: 'default',
    ownerReferences: owners.map((owner) => ({ apiVersion: 'v1', name: 'o', uid: owner.kind, ...owner })),
  },
});

describe('OwnerReferencesPermissionEnforcement', () => {
  const context = contextWith([
    ...grant('deleter', { apiGroups: [''], resources: ['pods'], verbs: ['delete'] }),
    ...grant('finalizer', { apiGroups: ['apps'], resources: ['replicasets/finalizers'], verbs: ['update'] }),
    ...grant('all', { apiGroups: ['*'], resources: ['*/finalizers'], verbs: ['update'] }),
  ]);
  const answerTo = (username: string, after: Body, before?: Body): string | undefined => {
    const user = { username, groups: [] };
    const denial: Denial | undefined = askRequest(
      ownerReferencesPermissionEnforcement,
      { ...requestFor(after, context, before), user },
      context,
    );
    return denial?.kind === 'forbidden' ? denial.message : undefined;
  };
  const set: Owner = { kind: 'ReplicaSet', apiVersion: 'apps/v1' };
  const blocking = { ...set, blockOwnerDeletion: true };

  it('is off by default', () => assert.equal(ownerReferencesPermissionEnforcement.isOptional, true));

  it('lets everybody name owners of something new', () => assert.equal(answerTo('jane', pod(set)), undefined));

  it('lets those change owners who may delete the object', () => {
    assert.equal(answerTo('deleter', pod(set), pod()), undefined);
    assert.equal(answerTo('jane', pod(set), pod(set)), undefined);
    assert.equal(answerTo('jane', pod(), pod(set)), "cannot set an ownerRef on a resource you can't delete: , <nil>");
  });

  it('lets those hold up the deletion of an owner who may write its finalizers', () => {
    const message = "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on: , <nil>";
    assert.equal(answerTo('jane', pod(blocking)), message);
    assert.equal(answerTo('finalizer', pod(blocking)), undefined);
    assert.equal(answerTo('all', pod(blocking)), undefined);
    assert.equal(answerTo('finalizer', pod(blocking, { kind: 'Node', blockOwnerDeletion: true })), message);
    assert.equal(answerTo('deleter', pod(blocking), pod(set)), message);
    assert.equal(answerTo('deleter', pod(blocking, set), pod(blocking)), undefined);
  });

  it('refuses to hold up owners of kinds that are not served', () => {
    const message = 'cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion example.com/v1 Kind Boat: ';
    const boat = { kind: 'Boat', apiVersion: 'example.com/v1', blockOwnerDeletion: true };
    assert.equal(answerTo('jane', pod(boat)), `${message}no matches for kind "Boat" in version "example.com/v1"`);
  });
});
