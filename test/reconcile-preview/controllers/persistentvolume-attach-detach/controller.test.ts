import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/model/json.ts';
import type { Engine } from '../../../../src/reconcile-preview/engine.ts';
import { listObjects } from '../../../../src/reconcile-preview/kind.ts';
import { VOLUME_ATTACHMENT } from '../../../../src/reconcile-preview/scheduler/volumes.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';
import { clusterOf, pass } from '../simulation.ts';

const node = (name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } },
  status: { capacity: { cpu: '4', memory: '8Gi', pods: '20' } },
});
const volume = (name: string, mode: string): JsonObject[] => [
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: [mode],
      csi: { driver: 'disk.quay.example', volumeHandle: name },
      claimRef: { namespace: 'default', name },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: 'default' },
    spec: { accessModes: [mode], storageClassName: '', volumeName: name, resources: { requests: { storage: '1Gi' } } },
  },
];
const pod = (name: string, claimName: string, nodeName: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default' },
  spec: {
    nodeName,
    containers: [{ name: 'a', image: 'a:1', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }],
  },
});

const attached = ({ server }: Engine): string[] =>
  listObjects(server.cluster.store, VOLUME_ATTACHMENT).map(
    ({ spec }) => `${spec?.source?.persistentVolumeName ?? ''} to ${spec?.nodeName ?? ''}`,
  );
const key = (name: string) => ({ group: '', kind: 'Pod', namespace: 'default', name });

describe('persistentvolume-attach-detach-controller', () => {
  it('keeps a volume for one node to the node that has it', () => {
    const engine = clusterOf(node('q1'), node('q2'), ...volume('one', 'ReadWriteOnce'), pod('a', 'one', 'q1'), pod('b', 'one', 'q2'));
    assert.deepEqual(attached(engine), ['one to q1']);
    const told = engine.timeline.events.filter(({ reason }) => reason === 'FailedAttachVolume');
    assert.deepEqual(
      told.map(({ message, regarding }) => [regarding.metadata.name, message]),
      [['b', 'Waiting for detach for volume "one" Volume is already used by pod(s) a']],
    );
    engine.act('user', (server) => deleteByKey(server, key('a')));
    pass(engine, 130_000);
    assert.deepEqual(attached(engine), ['one to q2']);
  });

  it('attaches a volume for many nodes to each, as long as pods need it', () => {
    const engine = clusterOf(node('q1'), node('q2'), ...volume('all', 'ReadWriteMany'), pod('a', 'all', 'q1'), pod('b', 'all', 'q2'));
    assert.deepEqual(attached(engine).sort(), ['all to q1', 'all to q2']);
    engine.act('user', (server) => deleteByKey(server, key('b')));
    pass(engine, 130_000);
    assert.deepEqual(attached(engine), ['all to q1']);
  });
});
