import assert from 'node:assert/strict';
import { getObject } from '../../../../src/reconcile-preview/kind.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../../../../src/reconcile-preview/scheduler/volumes.ts';
import { clusterOf } from '../simulation.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';

const volume = {
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'disk' },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/disk' } },
};
const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'default' },
  spec: { storageClassName: '', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
const KEY = { ...PERSISTENT_VOLUME, namespace: '', name: 'disk' };

describe('persistentvolume-protection-controller', () => {
  it('lets go of a deleted volume that no claim has', () => {
    const engine = clusterOf(volume);
    assert.deepEqual(getObject(engine.server.cluster.store, PERSISTENT_VOLUME, '', 'disk')?.metadata.finalizers, [
      'kubernetes.io/pv-protection',
    ]);
    engine.act('user', (server) => deleteByKey(server, KEY));
    engine.run();
    assert.equal(engine.server.cluster.store.get(KEY), undefined);
  });

  it('holds one that is bound until its claim is gone', () => {
    const engine = clusterOf(volume, claim);
    const { store } = engine.server.cluster;
    engine.act('user', (server) => deleteByKey(server, KEY));
    engine.run();
    assert.equal(getObject(store, PERSISTENT_VOLUME, '', 'disk')?.status?.phase, 'Bound');
    engine.act('user', (server) => deleteByKey(server, { ...PERSISTENT_VOLUME_CLAIM, namespace: 'default', name: 'data' }));
    engine.run();
    assert.equal(store.get(KEY), undefined);
  });
});
