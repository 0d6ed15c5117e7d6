import assert from 'node:assert/strict';
import { authorizeFor } from '../../../src/admission/authorization/authorize-for.ts';
import { createAuthorizer } from '../../../src/admission/authorization/create-authorizer.ts';
import { nodeUser } from '../../../src/admission/authorization/node-identity.ts';
import { contextWith, grant } from '../request.ts';

describe('the authorizer of expressions', () => {
  const { cluster, registry } = contextWith(
    grant('system:serviceaccount:shop:web', { apiGroups: [''], resources: ['pods'], verbs: ['list'] }),
  );
  const ask = authorizeFor(nodeUser('anvil'), createAuthorizer(cluster.store, registry.release));
  const list = { verb: 'list', resource: 'pods' };

  it('knows what a list is limited to', () => {
    assert.equal(ask(list).allowed, false);
    assert.equal(ask({ ...list, fieldSelector: 'spec.nodeName=anvil' }).allowed, true);
    assert.equal(ask({ ...list, fieldSelector: 'spec.nodeName=other' }).allowed, false);
    assert.equal(ask({ ...list, fieldSelector: 'spec.nodeName' }).allowed, false);
  });

  it('asks for service accounts that are named', () => {
    assert.equal(ask({ ...list, serviceAccount: { namespace: 'shop', name: 'web' } }).allowed, true);
    assert.equal(ask({ ...list, serviceAccount: { namespace: 'shop', name: 'other' } }).allowed, false);
  });
});
