import type { CSIPersistentVolumeSource, GCEPersistentDiskVolumeSource } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin, Untranslatable } from '../in-tree-plugin.ts';
import { BETA_ZONE, driverTopology, ZONE_DELIMITER } from '../topology.ts';

const DRIVER = 'pd.csi.storage.gke.io';
const UNSPECIFIED = 'UNSPECIFIED';

export const gcePd: InTreePlugin = {
  name: 'kubernetes.io/gce-pd',
  driver: DRIVER,
  isScheduled: true,
  field: 'gcePersistentDisk',
  translate: (volume) => {
    const { gcePersistentDisk, accessModes } = volume.spec ?? {};
    const labels = volume.metadata?.labels ?? {};
    const place = placeOf((labels[BETA_ZONE] || labels['topology.kubernetes.io/zone']) ?? '');
    if (typeof place !== 'string') return place;
    return {
      csi: sourceOf(place, gcePersistentDisk),
      nodeAffinity: driverTopology(volume, 'topology.gke.io/zone'),
      ...(accessModes && { accessModes: [supportedMode(accessModes)] }),
    };
  },
  translateInline: ({ gcePersistentDisk }) => ({
    name: `${DRIVER}-${gcePersistentDisk?.pdName ?? ''}`,
    csi: sourceOf(`zones/${UNSPECIFIED}`, gcePersistentDisk),
    accessMode: gcePersistentDisk?.readOnly ? 'ReadOnlyMany' : 'ReadWriteOnce',
  }),
};

const sourceOf = (
  place: string,
  { pdName = '', fsType, partition = 0, readOnly }: GCEPersistentDiskVolumeSource = {},
): CSIPersistentVolumeSource => ({
  driver: DRIVER,
  volumeHandle: `projects/${UNSPECIFIED}/${place}/disks/${pdName}`,
  ...(readOnly && { readOnly }),
  ...(fsType && { fsType }),
  volumeAttributes: { partition: partition === 0 ? '' : String(partition) },
});

/** A disk in several zones belongs to their region. */
function placeOf(label: string): string | Untranslatable {
  const zones = label.split(ZONE_DELIMITER);
  if (zones.length === 1) return `zones/${label || UNSPECIFIED}`;
  const odd = zones.find((zone) => zone.split('-').length !== 3);
  if (odd !== undefined) return untranslatable(`zone in unexpected format, expected: {locale}-{region}-{zone}, got: ${odd}`);
  const regions = [...new Set(zones.map((zone) => zone.slice(0, zone.lastIndexOf('-'))))].sort();
  if (regions.length === 1) return `regions/${regions[0] ?? ''}`;
  return untranslatable(`multiple or no regions gotten from zones, got: map[${regions.map((region) => `${region}:{}`).join(' ')}]`);
}

const untranslatable = (problem: string): Untranslatable => ({ problem: `failed to get region from zones: ${problem}` });

/** The driver attaches a disk for writing at one node or for reading at many; whatever else was said has always been taken for the first. */
const supportedMode = (modes: readonly string[]): string =>
  modes.length > 0 && modes.every((mode) => mode === 'ReadOnlyMany') ? 'ReadOnlyMany' : 'ReadWriteOnce';
