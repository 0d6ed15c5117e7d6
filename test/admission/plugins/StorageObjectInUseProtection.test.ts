import assert from 'node:assert/strict';
import { storageObjectInUseProtection } from '../../../src/admission/plugins/StorageObjectInUseProtection/plugin.ts';
import { ask, contextWith, type Body } from '../request.ts';

describe('StorageObjectInUseProtection', () => {
  for (const [apiVersion, kind, finalizer] of [
    ['v1', 'PersistentVolume', 'kubernetes.io/pv-protection'],
    ['v1', 'PersistentVolumeClaim', 'kubernetes.io/pvc-protection'],
    ['storage.k8s.io/v1', 'VolumeAttributesClass', 'kubernetes.io/vac-protection'],
  ] as const) {
    it(`protects a new ${kind} once`, () => {
      const object: Body = { apiVersion, kind, metadata: { name: 'o', finalizers: ['example.com/own'] } };
      ask(storageObjectInUseProtection, object, contextWith());
      ask(storageObjectInUseProtection, object, contextWith());
      assert.deepEqual(object.metadata.finalizers, ['example.com/own', finalizer]);
    });
  }

  it('leaves updates and other kinds alone', () => {
    const claim: Body = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'o' } };
    ask(storageObjectInUseProtection, claim, contextWith(), { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: {} });
    assert.deepEqual(claim.metadata, { name: 'o' });
    const config: Body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'o' } };
    ask(storageObjectInUseProtection, config, contextWith());
    assert.deepEqual(config.metadata, { name: 'o' });
  });
});
