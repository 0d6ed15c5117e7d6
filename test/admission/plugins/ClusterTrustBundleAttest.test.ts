import assert from 'node:assert/strict';
import { clusterTrustBundleAttest } from '../../../src/admission/plugins/ClusterTrustBundleAttest/plugin.ts';
import type { Denial } from '../../../src/admission/plugin.ts';
import { askRequest, contextWith, grant, requestFor, type Body } from '../request.ts';

const bundle = (spec: object, metadata: object = {}): Body => ({
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'ClusterTrustBundle',
  metadata: { name: 'example.com:one:b', ...metadata },
  spec,
});

describe('ClusterTrustBundleAttest', () => {
  const context = contextWith(
    grant('one', { apiGroups: ['certificates.k8s.io'], resources: ['signers'], resourceNames: ['example.com/one'], verbs: ['attest'] }),
  );
  const answerTo = (username: string, after: Body, before?: Body): Denial | undefined =>
    askRequest(clusterTrustBundleAttest, { ...requestFor(after, context, before), user: { username, groups: [] } }, context);
  const denied = { kind: 'forbidden', message: 'user not permitted to attest for signerName "example.com/one"' };
  const own = { signerName: 'example.com/one', trustBundle: 'a' };

  it('lets those write a bundle who may attest for its signer', () => {
    assert.equal(answerTo('one', bundle(own)), undefined);
    assert.deepEqual(answerTo('jane', bundle(own)), denied);
    assert.deepEqual(answerTo('jane', bundle({ ...own, trustBundle: 'b' }), bundle(own)), denied);
  });

  it('lets everybody write bundles without a signer, and finalizers', () => {
    assert.equal(answerTo('jane', bundle({ trustBundle: 'a' })), undefined);
    assert.equal(answerTo('jane', bundle(own, { finalizers: ['example.com/hold'] }), bundle(own)), undefined);
  });
});
