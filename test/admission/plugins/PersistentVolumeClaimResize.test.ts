import assert from 'node:assert/strict';
import { persistentVolumeClaimResize } from '../../../src/admission/plugins/PersistentVolumeClaimResize/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const storageClass = (allowVolumeExpansion: boolean): KubernetesObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'fast' },
  allowVolumeExpansion,
});
const claim = (storage: string, phase = 'Bound', storageClassName = 'fast'): Body => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'c', namespace: 'x' },
  spec: { storageClassName, resources: { requests: { storage } } },
  status: { phase },
});
const grow = (from: Body, to: Body, allowed: boolean) => ask(persistentVolumeClaimResize, to, contextWith([storageClass(allowed)]), from);
const UNSUPPORTED = {
  kind: 'forbidden',
  message: 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
};

describe('PersistentVolumeClaimResize', () => {
  it('lets a bound claim grow when its class allows it', () => assert.equal(grow(claim('1Gi'), claim('2Gi'), true), undefined));
  it('has nothing against the same size written otherwise, nor a smaller one', () => {
    assert.equal(grow(claim('1Gi'), claim('1024Mi'), false), undefined);
    assert.equal(grow(claim('2Gi'), claim('1Gi'), false), undefined);
  });
  it('refuses where the class does not, or the claim has none', () => {
    assert.deepEqual(grow(claim('1Gi'), claim('2Gi'), false), UNSUPPORTED);
    assert.deepEqual(grow(claim('1Gi', 'Bound', ''), claim('2Gi', 'Bound', ''), true), UNSUPPORTED);
  });
  it('refuses a claim that is not bound', () => {
    assert.deepEqual(grow(claim('1Gi', 'Pending'), claim('2Gi'), true), {
      kind: 'forbidden',
      message: 'Only bound persistent volume claims can be expanded',
    });
  });
});
