import type { CSIPersistentVolumeSource, VsphereVirtualDiskVolumeSource } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin } from '../in-tree-plugin.ts';
import { driverZoneAndRegion } from '../topology.ts';

const DRIVER = 'csi.vsphere.vmware.com';
const TOPOLOGY = 'topology.csi.vmware.com';

export const vsphere: InTreePlugin = {
  name: 'kubernetes.io/vsphere-volume',
  driver: DRIVER,
  isScheduled: false,
  field: 'vsphereVolume',
  translate: (volume) => ({
    csi: sourceOf(volume.spec?.vsphereVolume),
    nodeAffinity: driverZoneAndRegion(volume, `${TOPOLOGY}/zone`, `${TOPOLOGY}/region`),
  }),
  translateInline: ({ vsphereVolume }) => ({
    name: `${DRIVER}-${vsphereVolume?.volumePath ?? ''}`,
    csi: sourceOf(vsphereVolume),
    accessMode: 'ReadWriteOnce',
  }),
};

const sourceOf = ({ volumePath = '', fsType, storagePolicyName }: VsphereVirtualDiskVolumeSource = {}): CSIPersistentVolumeSource => ({
  driver: DRIVER,
  volumeHandle: volumePath,
  ...(fsType && { fsType }),
  ...(storagePolicyName && { volumeAttributes: { storagepolicyname: storagePolicyName } }),
});
