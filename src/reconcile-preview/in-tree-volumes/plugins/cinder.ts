import type { CinderPersistentVolumeSource, CinderVolumeSource, CSIPersistentVolumeSource } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin } from '../in-tree-plugin.ts';
import { driverTopology } from '../topology.ts';

const DRIVER = 'cinder.csi.openstack.org';

export const cinder: InTreePlugin = {
  name: 'kubernetes.io/cinder',
  driver: DRIVER,
  isScheduled: true,
  field: 'cinder',
  translate: (volume) => ({ csi: sourceOf(volume.spec?.cinder), nodeAffinity: driverTopology(volume, `topology.${DRIVER}/zone`) }),
  translateInline: (volume) => ({
    name: `${DRIVER}-${volume.cinder?.volumeID ?? ''}`,
    csi: sourceOf(volume.cinder),
    accessMode: 'ReadWriteOnce',
  }),
};

const sourceOf = ({
  volumeID = '',
  fsType,
  readOnly,
}: CinderPersistentVolumeSource | CinderVolumeSource = {}): CSIPersistentVolumeSource => ({
  driver: DRIVER,
  volumeHandle: volumeID,
  ...(readOnly && { readOnly }),
  ...(fsType && { fsType }),
});
