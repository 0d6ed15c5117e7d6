import type { AzureDiskVolumeSource, CSIPersistentVolumeSource } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin, Untranslatable } from '../in-tree-plugin.ts';

const DRIVER = 'disk.csi.azure.com';

export const azureDisk: InTreePlugin = {
  name: 'kubernetes.io/azure-disk',
  driver: DRIVER,
  isScheduled: true,
  field: 'azureDisk',
  translate: ({ spec }) => {
    const csi = sourceOf(spec?.azureDisk);
    return 'problem' in csi ? csi : { csi };
  },
  translateInline: (volume) => {
    const csi = sourceOf(volume.azureDisk);
    return 'problem' in csi ? csi : { name: csi.volumeHandle ?? '', csi, accessMode: 'ReadWriteOnce' };
  },
};

/** Only managed disks have moved. */
function sourceOf({ diskURI = '', kind, cachingMode, fsType, readOnly }: AzureDiskVolumeSource = {}):
  CSIPersistentVolumeSource | Untranslatable {
  if (kind !== undefined && kind.toLowerCase() !== 'managed') return { problem: `kind(${kind}) is not supported in csi migration` };
  return {
    driver: DRIVER,
    volumeHandle: diskURI,
    ...(readOnly && { readOnly }),
    ...(fsType && { fsType }),
    volumeAttributes: {
      ...(cachingMode && { cachingmode: cachingMode }),
      ...(fsType !== undefined && { fstype: fsType }),
      kind: 'Managed',
    },
  };
}
