import assert from 'node:assert/strict';
import type { Volume } from '../../../../src/model/kinds/core-v1.ts';
import { isFilterPass } from '../../../../src/reconcile-preview/scheduler/framework.ts';
import { nodeVolumeLimits } from '../../../../src/reconcile-preview/scheduler/plugins/NodeVolumeLimits/node-volume-limits.ts';
import { volumeBinding } from '../../../../src/reconcile-preview/scheduler/plugins/VolumeBinding/volume-binding.ts';
import { volumeRestrictions } from '../../../../src/reconcile-preview/scheduler/plugins/VolumeRestrictions/volume-restrictions.ts';
import { volumeZone } from '../../../../src/reconcile-preview/scheduler/plugins/VolumeZone/volume-zone.ts';
import { cluster, filterAll, info, isRequeuedBy, node, pod } from '../fixtures.ts';

const BOUND = { 'pv.kubernetes.io/bind-completed': 'yes' };
const claim = (
  name: string,
  { volume, storageClass, size = '1Gi', modes = ['ReadWriteOnce'], annotations = {}, phase = 'Pending' }: ClaimOptions = {},
) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default', uid: `uid-${name}`, annotations: { ...(volume !== undefined && BOUND), ...annotations } },
  spec: {
    accessModes: modes,
    resources: { requests: { storage: size } },
    ...(volume !== undefined && { volumeName: volume }),
    ...(storageClass !== undefined && { storageClassName: storageClass }),
  },
  status: { phase },
});
interface ClaimOptions {
  readonly volume?: string;
  readonly storageClass?: string;
  readonly size?: string;
  readonly modes?: string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly phase?: string;
}
const volume = (
  name: string,
  {
    on,
    labels,
    storageClass = '',
    size = '1Gi',
    handle,
  }: { on?: string; labels?: object; storageClass?: string; size?: string; handle?: string } = {},
) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name, labels },
  spec: {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: size },
    storageClassName: storageClass,
    ...(handle !== undefined && { csi: { driver: 'csi.example.com', volumeHandle: handle } }),
    ...(on !== undefined && {
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [on] }] }] },
      },
    }),
  },
  status: { phase: 'Available' },
});
const storageClass = (name: string, volumeBindingMode: string, provisioner = 'kubernetes.io/no-provisioner', more: object = {}) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name },
  provisioner,
  volumeBindingMode,
  ...more,
});
const using = (...claims: string[]) =>
  pod('p', { spec: { volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })) } });
const nodes = [node('a'), node('b')];
const both = (verdict: string) => ({ a: verdict, b: verdict });

describe('VolumeBinding', () => {
  const verdict = (incoming: ReturnType<typeof pod>, ...objects: object[]): unknown =>
    filterAll(volumeBinding, incoming, cluster(nodes, { objects }));

  it('skips pods without claims', () => assert.equal(verdict(pod('p')), 'skip'));

  it('says what is wrong with a claim', () => {
    assert.equal(verdict(using('x')), 'unresolvable: persistentvolumeclaim "x" not found');
    assert.equal(
      verdict(using('x'), claim('x', { phase: 'Lost', volume: 'gone' })),
      'unresolvable: persistentvolumeclaim "x" bound to non-existent persistentvolume "gone"',
    );
    const leaving = claim('x');
    assert.equal(
      verdict(using('x'), { ...leaving, metadata: { ...leaving.metadata, deletionTimestamp: '2024-01-01T00:00:00Z' } }),
      'unresolvable: persistentvolumeclaim "x" is being deleted',
    );
    assert.equal(
      verdict(using('x'), claim('x', { storageClass: 'now' }), storageClass('now', 'Immediate')),
      'unresolvable: pod has unbound immediate PersistentVolumeClaims',
    );
    assert.equal(
      verdict(using('x'), claim('x', { storageClass: 'unknown' })),
      'unresolvable: pod has unbound immediate PersistentVolumeClaims',
    );
  });

  it('waits for the claim of an ephemeral volume, which must belong to the pod', () => {
    const volumes: Volume[] = [{ name: 'tmp', ephemeral: {} }];
    const incoming = pod('p', { spec: { volumes } });
    assert.equal(verdict(incoming), 'unresolvable: waiting for ephemeral volume controller to create the persistentvolumeclaim "p-tmp"');
    assert.equal(verdict(incoming, claim('p-tmp')), 'unresolvable: PVC default/p-tmp was not created for pod default/p (pod is not owner)');
  });

  it('wants the node that a bound volume can be reached from', () => {
    assert.deepEqual(verdict(using('x'), claim('x', { volume: 'v' }), volume('v', { on: 'b' })), {
      a: "unresolvable: node(s) didn't match PersistentVolume's node affinity",
      b: 'fits',
    });
    assert.deepEqual(
      verdict(using('x'), claim('x', { volume: 'v' })),
      both('unresolvable: node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)'),
    );
  });

  const later = storageClass('later', 'WaitForFirstConsumer');
  const noMatch = "unresolvable: node(s) didn't find available persistent volumes to bind";

  it('finds free volumes once a node is to be chosen', () => {
    const waiting = claim('x', { storageClass: 'later', size: '5Gi' });
    assert.deepEqual(
      verdict(
        using('x'),
        later,
        waiting,
        volume('small', { on: 'a', storageClass: 'later' }),
        volume('large', { on: 'b', storageClass: 'later', size: '9Gi' }),
      ),
      {
        a: noMatch,
        b: 'fits',
      },
    );
  });

  it('gives each claim its own volume, the smallest that will do', () => {
    const objects = [later, claim('x', { storageClass: 'later' }), claim('y', { storageClass: 'later', size: '2Gi' })];
    const free = [
      volume('v1', { on: 'a', storageClass: 'later', size: '3Gi' }),
      volume('v2', { on: 'a', storageClass: 'later', size: '2Gi' }),
    ];
    const context = cluster(nodes, { objects: [...objects, ...free] });
    const pass = volumeBinding.preFilter?.(info(using('x', 'y')), context);
    assert.ok(pass && isFilterPass(pass));
    for (const item of context.snapshot.nodes) pass.filter?.(item);
    const plan = pass.reserve?.('a');
    assert.ok(plan && !('kind' in plan));
    assert.deepEqual(
      (plan.volumes?.bindings ?? []).map(({ volume: { metadata }, claim: { metadata: of } }) => [of.name, metadata.name]),
      [
        ['x', 'v2'],
        ['y', 'v1'],
      ],
    );
    assert.equal(pass.reserve?.('b'), undefined);
  });

  it('asks a provisioner where its topology allows', () => {
    const zoned = storageClass('zoned', 'WaitForFirstConsumer', 'csi.example.com', {
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'kubernetes.io/hostname', values: ['a'] }] }],
    });
    assert.deepEqual(verdict(using('x'), zoned, claim('x', { storageClass: 'zoned' })), { a: 'fits', b: noMatch });
  });

  it('stays with the node that was selected before', () => {
    const csi = storageClass('csi', 'WaitForFirstConsumer', 'csi.example.com');
    const selected = claim('x', { storageClass: 'csi', annotations: { 'volume.kubernetes.io/selected-node': 'b' } });
    assert.deepEqual(verdict(using('x'), csi, selected), { a: noMatch, b: 'fits' });
  });

  it('looks at the capacity that a driver tells', () => {
    const csi = storageClass('csi', 'WaitForFirstConsumer', 'csi.example.com');
    const driver = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'csi.example.com' },
      spec: { storageCapacity: true },
    };
    const capacity = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIStorageCapacity',
      metadata: { name: 'c', namespace: 'kube-system' },
      storageClassName: 'csi',
      capacity: '10Gi',
      nodeTopology: { matchLabels: { 'kubernetes.io/hostname': 'a' } },
    };
    const few = 'unresolvable: node(s) did not have enough free storage';
    assert.deepEqual(verdict(using('x'), csi, driver, capacity, claim('x', { storageClass: 'csi', size: '5Gi' })), { a: 'fits', b: few });
    assert.deepEqual(verdict(using('x'), csi, driver, capacity, claim('x', { storageClass: 'csi', size: '50Gi' })), both(few));
  });

  it('wants another try when one of its claims changes', () => {
    const event = (name: string) =>
      ({ resource: 'PersistentVolumeClaim', action: 'Update', before: claim(name), after: claim(name) }) as const;
    assert.ok(isRequeuedBy(volumeBinding, using('x'), event('x')));
    assert.ok(!isRequeuedBy(volumeBinding, using('x'), event('y')));
  });
});

describe('VolumeZone', () => {
  const zoned = [
    node('a', { labels: { 'topology.kubernetes.io/zone': 'za' } }),
    node('b', { labels: { 'topology.kubernetes.io/zone': 'zb' } }),
    node('none'),
  ];
  const verdict = (labels: object): unknown =>
    filterAll(volumeZone, using('x'), cluster(zoned, { objects: [claim('x', { volume: 'v' }), volume('v', { labels })] }));
  const no = 'unresolvable: node(s) had no available volume zone';

  it('wants the zone of the volume; nodes without zones are everywhere', () => {
    assert.deepEqual(verdict({ 'topology.kubernetes.io/zone': 'zb' }), { a: no, b: 'fits', none: 'fits' });
    assert.deepEqual(verdict({ 'failure-domain.beta.kubernetes.io/zone': 'za__zc' }), { a: 'fits', b: no, none: 'fits' });
    assert.equal(verdict({}), 'skip');
  });

  it('says why a claim has no volume', () => {
    const of = (...objects: object[]): unknown => filterAll(volumeZone, using('x'), cluster(zoned, { objects }));
    assert.equal(of(claim('x')), 'unresolvable: PersistentVolumeClaim had no pv name and storageClass name');
    assert.equal(of(claim('x', { storageClass: 'c' })), 'unresolvable: storageclass.storage.k8s.io "c" not found');
    assert.equal(of(claim('x', { storageClass: 'c' }), storageClass('c', 'Immediate')), 'unresolvable: PersistentVolume had no name');
    assert.equal(of(claim('x', { storageClass: 'c' }), storageClass('c', 'WaitForFirstConsumer')), 'skip');
    assert.equal(of(claim('x', { volume: 'v' })), 'unresolvable: persistentvolume "v" not found');
  });
});

describe('VolumeRestrictions', () => {
  it('keeps a disk from being mounted twice for writing', () => {
    const disk = (readOnly: boolean): Volume => ({ name: 'd', gcePersistentDisk: { pdName: 'disk', readOnly } });
    const incoming = (readOnly: boolean) => pod('p', { spec: { volumes: [disk(readOnly)] } });
    const context = cluster(nodes, { pods: [pod('x', { node: 'a', spec: { volumes: [disk(true)] } })] });
    assert.deepEqual(filterAll(volumeRestrictions, incoming(false), context), {
      a: 'unschedulable: node(s) had no available disk',
      b: 'fits',
    });
    assert.deepEqual(filterAll(volumeRestrictions, incoming(true), context), both('fits'));
    assert.equal(filterAll(volumeRestrictions, pod('p'), context), 'skip');
  });

  it('lets one pod at a time use a claim that is for one pod', () => {
    const objects = [claim('x', { modes: ['ReadWriteOncePod'] })];
    const other = pod('other', { node: 'b', spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] } });
    const message =
      'unschedulable: node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';
    assert.deepEqual(filterAll(volumeRestrictions, using('x'), cluster(nodes, { objects, pods: [other] })), both(message));
    assert.equal(filterAll(volumeRestrictions, using('x'), cluster(nodes, { objects })), 'skip');
  });
});

describe('NodeVolumeLimits', () => {
  const csiNode = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'CSINode',
    metadata: { name: 'a' },
    spec: { drivers: [{ name: 'csi.example.com', nodeID: 'a', allocatable: { count: 1 } }] },
  };
  const mounted = pod('x', { node: 'a', spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'one' } }] } });
  const objects = [
    csiNode,
    claim('one', { volume: 'v1' }),
    volume('v1', { handle: 'h1' }),
    claim('two', { volume: 'v2' }),
    volume('v2', { handle: 'h2' }),
  ];

  it('counts the volumes of a driver on a node', () => {
    const context = cluster(nodes, { objects, pods: [mounted] });
    assert.deepEqual(filterAll(nodeVolumeLimits, using('two'), context), {
      a: 'unschedulable: node(s) exceed max volume count',
      b: 'fits',
    });
    assert.deepEqual(filterAll(nodeVolumeLimits, using('one'), context), both('fits'));
  });

  it('wants drivers that must be there, from 1.37 on', () => {
    const driver = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSIDriver',
      metadata: { name: 'csi.example.com' },
      spec: { preventPodSchedulingIfMissing: true },
    };
    const verdict = (release: '1.36' | '1.37'): unknown =>
      filterAll(nodeVolumeLimits, using('one'), cluster(nodes, { objects: [...objects, driver], release }));
    assert.deepEqual(verdict('1.37'), { a: 'fits', b: 'unschedulable: csi.example.com CSI driver is not installed on the node' });
    assert.deepEqual(verdict('1.36'), both('fits'));
  });
});
