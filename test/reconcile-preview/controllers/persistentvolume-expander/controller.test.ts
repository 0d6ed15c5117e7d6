import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/model/json.ts';
import { clusterOf } from '../simulation.ts';

const storageClass: JsonObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'grows' },
  provisioner: 'disk.example',
  allowVolumeExpansion: true,
};

const volume = (name: string, source: JsonObject): JsonObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: {
    capacity: { storage: '1Gi' },
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'grows',
    claimRef: { namespace: 'default', name },
    ...source,
  },
});

const claim = (name: string, storage: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'grows', volumeName: name, resources: { requests: { storage } } },
});

/** What is told of a claim for a volume of this source when it comes to ask for so much. */
function toldOf(source: JsonObject, storage: string): readonly (readonly [type: string, reason: string, message: string])[] {
  const engine = clusterOf(storageClass, volume('data', source), claim('data', '1Gi'));
  engine.act('user', (server) => server.apply(claim('data', storage), undefined));
  engine.run();
  return engine.timeline.events
    .filter(({ regarding, reason }) => regarding.metadata.name === 'data' && /Expanding|Resize/.test(reason))
    .map(({ type, reason, message }) => [type, reason, message]);
}

describe('persistentvolume-expander-controller', () => {
  it('leaves a claim that asks for more to the resizer of the driver', () => {
    assert.deepEqual(toldOf({ csi: { driver: 'disk.example', volumeHandle: 'h' } }, '2Gi'), [
      ['Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC'],
    ]);
    assert.deepEqual(toldOf({ azureDisk: { diskName: 'd', diskURI: '/subscriptions/s/d', kind: 'Managed' } }, '2Gi'), [
      ['Normal', 'ExternalExpanding', 'CSI migration enabled for kubernetes.io/azure-disk; waiting for external resizer to expand the pvc'],
    ]);
  });

  it('says nothing of a claim that asks for the same', () => {
    assert.deepEqual(toldOf({ csi: { driver: 'disk.example', volumeHandle: 'h' } }, '1024Mi'), []);
  });

  it('expands the block volume of a FlexVolume driver itself', () => {
    const blockClaim = (storage: string): JsonObject => ({
      ...claim('data', storage),
      spec: { ...(claim('data', storage).spec as JsonObject), volumeMode: 'Block' },
    });
    const source = { flexVolume: { driver: 'example/disk' }, volumeMode: 'Block' };
    const engine = clusterOf(storageClass, volume('data', source), blockClaim('1Gi'));
    engine.act('user', (server) => server.apply(blockClaim('2Gi'), undefined));
    engine.run();
    assert.deepEqual(
      engine.timeline.events.filter(({ reason }) => reason === 'VolumeResizeSuccessful').map(({ message }) => message),
      ['ExpandVolume succeeded for volume default/data'],
    );
  });
});
