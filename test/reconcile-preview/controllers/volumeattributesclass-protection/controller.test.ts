import assert from 'node:assert/strict';
import { PERSISTENT_VOLUME_CLAIM } from '../../../../src/reconcile-preview/scheduler/volumes.ts';
import { clusterOf } from '../simulation.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';

const KEY = { group: 'storage.k8s.io', kind: 'VolumeAttributesClass', namespace: '', name: 'fast' };
const attributes = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'VolumeAttributesClass',
  metadata: { name: 'fast' },
  driverName: 'disk.example.org',
  parameters: { iops: '100' },
};
const claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'default' },
  spec: {
    storageClassName: '',
    volumeAttributesClassName: 'fast',
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
  },
};

describe('volumeattributesclass-protection-controller', () => {
  it('holds a deleted class until no claim names it', () => {
    const engine = clusterOf(attributes, claim);
    const { store } = engine.server.cluster;
    engine.act('user', (server) => deleteByKey(server, KEY));
    engine.run();
    assert.deepEqual(store.get(KEY)?.metadata.finalizers, ['kubernetes.io/vac-protection']);
    engine.act('user', (server) => deleteByKey(server, { ...PERSISTENT_VOLUME_CLAIM, namespace: 'default', name: 'data' }));
    engine.run();
    assert.equal(store.get(KEY), undefined);
  });
});
