import assert from 'node:assert/strict';
import { getObject } from '../../../../src/reconcile-preview/kind.ts';
import { CONFIG_MAP, NAMESPACE } from '../../../../src/reconcile-preview/kinds.ts';
import { clusterOf } from '../simulation.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';

const KEY = { ...NAMESPACE, namespace: '', name: 'shop' };
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };
const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'registry.example.org/web:1' }] } },
  },
};
const held = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'held', namespace: 'shop', finalizers: ['example.org/hold'] } };

describe('namespace-controller', () => {
  it('removes a namespace with all that is in it, pods first', () => {
    const engine = clusterOf(namespace, deployment);
    const { store } = engine.server.cluster;
    assert.ok(store.all().filter(({ metadata }) => metadata.namespace === 'shop').length > 4);
    const before = engine.timeline.entries.length;
    engine.act('user', (server) => deleteByKey(server, KEY));
    assert.equal(engine.run().settled, true);
    assert.equal(store.get(KEY), undefined);
    assert.deepEqual(
      store.all().filter(({ metadata }) => metadata.namespace === 'shop'),
      [],
    );
    const gone = engine.timeline.entries.slice(before).filter(({ type }) => type === 'DELETED');
    assert.equal(gone[0]?.object.kind, 'Pod');
  });

  it('says what keeps it, and lets go once that is gone', () => {
    const engine = clusterOf(namespace, held);
    const { store } = engine.server.cluster;
    engine.act('user', (server) => deleteByKey(server, KEY));
    engine.run();
    const { status } = getObject(store, NAMESPACE, '', 'shop') ?? {};
    assert.equal(status?.phase, 'Terminating');
    assert.deepEqual(
      status.conditions?.filter((condition) => condition.status === 'True').map(({ type, message }) => [type, message]),
      [
        ['NamespaceContentRemaining', 'Some resources are remaining: configmaps. has 1 resource instances'],
        [
          'NamespaceFinalizersRemaining',
          'Some content in the namespace has finalizers remaining: example.org/hold in 1 resource instances',
        ],
      ],
    );
    const object = getObject(store, CONFIG_MAP, 'shop', 'held');
    assert.ok(object);
    engine.act('user', (server) => server.replace({ ...held, metadata: { name: 'held', namespace: 'shop' } }));
    engine.run();
    assert.equal(store.get(KEY), undefined);
  });

  it('leaves a namespace that nobody deleted alone', () => {
    const engine = clusterOf(namespace, held);
    assert.equal(getObject(engine.server.cluster.store, NAMESPACE, '', 'shop')?.status?.phase, 'Active');
  });
});
