import assert from 'node:assert/strict';
import { defaultStorageClass } from '../../../src/admission/plugins/DefaultStorageClass/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const storageClass = (name: string, creationTimestamp: string, isDefault = true): KubernetesObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, creationTimestamp, annotations: { 'storageclass.kubernetes.io/is-default-class': String(isDefault) } },
});
const claim = (spec: object, annotations = {}): Body => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'c', namespace: 'x', annotations },
  spec,
});

function classGiven(body: Body, ...classes: KubernetesObject[]): unknown {
  ask(defaultStorageClass, body, contextWith(classes));
  return (body.spec as { storageClassName?: string }).storageClassName;
}

describe('DefaultStorageClass', () => {
  const [old, young, other] = [
    storageClass('b', '2024-01-01T00:00:00Z'),
    storageClass('c', '2025-01-01T00:00:00Z'),
    storageClass('a', '2026-01-01T00:00:00Z', false),
  ];

  it('gives the newest default class, the first by name of those as new', () => {
    assert.equal(classGiven(claim({}), old, young, other), 'c');
    assert.equal(classGiven(claim({}), young, { ...young, metadata: { ...young.metadata, name: 'a' } }), 'a');
    assert.equal(classGiven(claim({}), other), undefined);
  });

  it('leaves a claim alone that names a class, even none', () => {
    assert.equal(classGiven(claim({ storageClassName: '' }), young), '');
    assert.equal(classGiven(claim({}, { 'volume.beta.kubernetes.io/storage-class': 'x' }), young), undefined);
  });
});
