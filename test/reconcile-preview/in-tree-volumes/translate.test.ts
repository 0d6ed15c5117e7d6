import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PersistentVolume, Volume } from '../../../src/model/kinds/core-v1.ts';
import { IN_TREE_PLUGINS } from '../../../src/reconcile-preview/in-tree-volumes/plugins/all.ts';
import { translateForNode, translateInline, translateVolume } from '../../../src/reconcile-preview/in-tree-volumes/translate.ts';
import type { Typed } from '../../../src/reconcile-preview/kind.ts';

type Spec = NonNullable<PersistentVolume['spec']>;

const volume = (spec: Spec, metadata: PersistentVolume['metadata'] = {}): Typed<PersistentVolume> => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv', ...metadata },
  spec,
});

const specOf = (spec: Spec, metadata?: PersistentVolume['metadata']): unknown => {
  const translated = translateVolume(volume(spec, metadata));
  return 'problem' in translated ? translated.problem : translated.spec;
};

const inZone = (key: string, ...values: string[]): NonNullable<Spec['nodeAffinity']> => ({
  required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] },
});

describe('translation of in-tree volumes', () => {
  it('knows a plugin for each file of the folder, by unique names, drivers and fields', () => {
    const folder = join(import.meta.dirname, '../../../src/reconcile-preview/in-tree-volumes/plugins');
    const files = readdirSync(folder).filter((name) => name !== 'all.ts');
    for (const values of [
      IN_TREE_PLUGINS.map(({ name }) => name),
      IN_TREE_PLUGINS.map(({ driver }) => driver),
      IN_TREE_PLUGINS.map(({ field }) => field),
    ])
      assert.equal(new Set(values).size, files.length);
  });

  it('leaves other volumes alone', () => {
    const other = volume({ nfs: { server: 's', path: '/' } });
    assert.equal(translateVolume(other), other);
    assert.equal(translateInline({ name: 'v', emptyDir: {} }, 'ns'), undefined);
  });

  const translations: readonly (readonly [title: string, spec: Spec, csi: Spec['csi']])[] = [
    [
      'an EBS volume with its zone in the name',
      { awsElasticBlockStore: { volumeID: 'aws://eu-1a/vol-1', partition: 2, readOnly: true, fsType: 'xfs' } },
      { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1', readOnly: true, fsType: 'xfs', volumeAttributes: { partition: '2' } },
    ],
    [
      'an EBS volume that says no zone',
      { awsElasticBlockStore: { volumeID: 'aws:///vol-1' } },
      { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1', volumeAttributes: { partition: '0' } },
    ],
    [
      'a managed Azure disk',
      { azureDisk: { diskName: 'd', diskURI: '/d', kind: 'Managed', cachingMode: 'None', fsType: 'ext4' } },
      {
        driver: 'disk.csi.azure.com',
        volumeHandle: '/d',
        fsType: 'ext4',
        volumeAttributes: { cachingmode: 'None', fstype: 'ext4', kind: 'Managed' },
      },
    ],
    [
      'an Azure share',
      { azureFile: { secretName: 'azure-storage-account-acc-secret', shareName: 'sh' }, claimRef: { namespace: 'shop' } },
      {
        driver: 'file.csi.azure.com',
        volumeHandle: '#acc#sh#pv#shop',
        volumeAttributes: { sharename: 'sh' },
        nodeStageSecretRef: { name: 'azure-storage-account-acc-secret', namespace: 'shop' },
      },
    ],
    ['a Cinder volume', { cinder: { volumeID: 'c' } }, { driver: 'cinder.csi.openstack.org', volumeHandle: 'c' }],
    [
      'a vSphere disk',
      { vsphereVolume: { volumePath: '[ds] a', storagePolicyName: 'gold' } },
      { driver: 'csi.vsphere.vmware.com', volumeHandle: '[ds] a', volumeAttributes: { storagepolicyname: 'gold' } },
    ],
    ['a Portworx volume', { portworxVolume: { volumeID: 'p', readOnly: true } }, { driver: 'pxd.portworx.com', volumeHandle: 'p' }],
  ];
  for (const [title, spec, csi] of translations) {
    it(`takes ${title} for one of its driver`, () => {
      const translated = translateVolume(volume(spec));
      assert.deepEqual('problem' in translated ? translated : translated.spec?.csi, csi);
    });
  }

  it('names a disk of Google by its zone, or by the region of its zones', () => {
    const handle = (labels: Record<string, string>): unknown => {
      const translated = translateVolume(volume({ gcePersistentDisk: { pdName: 'd' } }, { labels }));
      return 'problem' in translated ? translated.problem : translated.spec?.csi?.volumeHandle;
    };
    assert.equal(handle({}), 'projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d');
    assert.equal(handle({ 'topology.kubernetes.io/zone': 'eu-w1-a' }), 'projects/UNSPECIFIED/zones/eu-w1-a/disks/d');
    assert.equal(handle({ 'failure-domain.beta.kubernetes.io/zone': 'eu-w1-a__eu-w1-b' }), 'projects/UNSPECIFIED/regions/eu-w1/disks/d');
    assert.equal(
      handle({ 'topology.kubernetes.io/zone': 'eu-w1-a__us-e1-b' }),
      'failed to get region from zones: multiple or no regions gotten from zones, got: map[eu-w1:{} us-e1:{}]',
    );
  });

  it('allows a disk of Google only what its driver can attach', () => {
    const modes = (accessModes: string[]): unknown => {
      const translated = translateVolume(volume({ gcePersistentDisk: { pdName: 'd' }, accessModes }));
      return 'problem' in translated ? translated : translated.spec?.accessModes;
    };
    assert.deepEqual(modes(['ReadWriteMany']), ['ReadWriteOnce']);
    assert.deepEqual(modes(['ReadWriteOnce', 'ReadOnlyMany']), ['ReadWriteOnce']);
    assert.deepEqual(modes(['ReadOnlyMany']), ['ReadOnlyMany']);
  });

  it('says zones by the key of the driver, from node affinity before labels', () => {
    const source = { cinder: { volumeID: 'c' } };
    const csi = { driver: 'cinder.csi.openstack.org', volumeHandle: 'c' };
    const key = 'topology.cinder.csi.openstack.org/zone';
    assert.deepEqual(specOf(source, { labels: { 'topology.kubernetes.io/zone': 'b__a' } }), { csi, nodeAffinity: inZone(key, 'a', 'b') });
    assert.deepEqual(
      specOf({ ...source, nodeAffinity: inZone('topology.kubernetes.io/zone', 'c') }, { labels: { 'topology.kubernetes.io/zone': 'a' } }),
      { csi, nodeAffinity: inZone(key, 'c') },
    );
    assert.deepEqual(
      specOf({ ...source, nodeAffinity: inZone('other', 'x') }, { labels: { 'failure-domain.beta.kubernetes.io/zone': 'a' } }),
      {
        csi,
        nodeAffinity: {
          required: {
            nodeSelectorTerms: [
              {
                matchExpressions: [
                  { key: 'other', operator: 'In', values: ['x'] },
                  { key, operator: 'In', values: ['a'] },
                ],
              },
            ],
          },
        },
      },
    );
  });

  it('says regions by the key of the driver where it has one, and drops their beta name elsewhere', () => {
    const labels = { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r' };
    const zoneAndRegion = (zone: string, region: string): Spec['nodeAffinity'] => ({
      required: {
        nodeSelectorTerms: [
          {
            matchExpressions: [
              { key: zone, operator: 'In', values: ['z'] },
              { key: region, operator: 'In', values: ['r'] },
            ],
          },
        ],
      },
    });
    assert.deepEqual(specOf({ vsphereVolume: { volumePath: 'p' } }, { labels }), {
      csi: { driver: 'csi.vsphere.vmware.com', volumeHandle: 'p' },
      nodeAffinity: zoneAndRegion('topology.csi.vmware.com/zone', 'topology.csi.vmware.com/region'),
    });
    const nodeAffinity = zoneAndRegion('failure-domain.beta.kubernetes.io/zone', 'failure-domain.beta.kubernetes.io/region');
    assert.deepEqual(specOf({ cinder: { volumeID: 'c' }, ...(nodeAffinity && { nodeAffinity }) }), {
      csi: { driver: 'cinder.csi.openstack.org', volumeHandle: 'c' },
      nodeAffinity: zoneAndRegion('topology.cinder.csi.openstack.org/zone', 'topology.kubernetes.io/region'),
    });
  });

  it('says why a volume cannot be translated', () => {
    assert.equal(
      specOf({ azureDisk: { diskName: 'd', diskURI: '/d', kind: 'Dedicated' } }),
      'kind(Dedicated) is not supported in csi migration',
    );
    assert.equal(
      specOf({ awsElasticBlockStore: { volumeID: 'aws://a/b/vol-1' } }),
      'failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (aws://a/b/vol-1)',
    );
    assert.equal(
      specOf({ azureFile: { secretName: 's', shareName: 'sh' } }),
      'could not find a secret namespace in PersistentVolumeSource or ClaimRef',
    );
  });

  it('hands the secret of annotations to every step of Portworx', () => {
    const secret = { name: 's', namespace: 'n' };
    const annotations = { 'openstorage.io/auth-secret-name': 's', 'openstorage.io/auth-secret-namespace': 'n' };
    const translated = translateVolume(volume({ portworxVolume: { volumeID: 'p' } }, { annotations }));
    assert.deepEqual('problem' in translated ? translated : translated.spec?.csi?.nodeExpandSecretRef, secret);
  });

  it('names volumes that pods bring along after what they are', () => {
    const inline = (source: Omit<Volume, 'name'>): unknown => {
      const translated = translateInline({ name: 'v', ...source }, 'shop');
      return translated && 'name' in translated && [translated.name, translated.csi.volumeHandle, translated.accessMode];
    };
    assert.deepEqual(inline({ gcePersistentDisk: { pdName: 'd', readOnly: true } }), [
      'pd.csi.storage.gke.io-d',
      'projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d',
      'ReadOnlyMany',
    ]);
    assert.deepEqual(inline({ azureFile: { secretName: 'plain', shareName: 'sh' } }), [
      '#plain#sh#v#shop',
      '#plain#sh#v#shop',
      'ReadWriteMany',
    ]);
    assert.deepEqual(inline({ portworxVolume: { volumeID: 'p' } }), ['pxd.portworx.com-p', 'p', 'ReadWriteOnce']);
    assert.deepEqual(inline({ awsElasticBlockStore: { volumeID: 'vol-1' } }), ['ebs.csi.aws.com-vol-1', 'vol-1', 'ReadWriteOnce']);
  });

  it('is the scheduler’s view only of nodes that say a plugin has moved', () => {
    const disk = volume({ gcePersistentDisk: { pdName: 'd' } });
    const csiNode = (plugins: string) => ({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { annotations: { 'storage.alpha.kubernetes.io/migrated-plugins': plugins } },
    });
    assert.equal(translateForNode(disk, undefined), disk);
    assert.equal(translateForNode(disk, csiNode('kubernetes.io/cinder')), disk);
    assert.notEqual(translateForNode(disk, csiNode('kubernetes.io/cinder,kubernetes.io/gce-pd')), disk);
    const vmdk = volume({ vsphereVolume: { volumePath: 'p' } });
    assert.equal(translateForNode(vmdk, csiNode('kubernetes.io/vsphere-volume')), vmdk);
  });
});
