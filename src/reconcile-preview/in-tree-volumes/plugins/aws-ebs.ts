import type { AWSElasticBlockStoreVolumeSource, CSIPersistentVolumeSource } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin, Untranslatable } from '../in-tree-plugin.ts';
import { driverTopology } from '../topology.ts';

const DRIVER = 'ebs.csi.aws.com';

export const awsEbs: InTreePlugin = {
  name: 'kubernetes.io/aws-ebs',
  driver: DRIVER,
  isScheduled: true,
  field: 'awsElasticBlockStore',
  translate: (volume) => {
    const csi = sourceOf(volume.spec?.awsElasticBlockStore);
    return 'problem' in csi ? csi : { csi, nodeAffinity: driverTopology(volume, `topology.${DRIVER}/zone`) };
  },
  translateInline: ({ awsElasticBlockStore }) => {
    const csi = sourceOf(awsElasticBlockStore);
    return 'problem' in csi ? csi : { name: `${DRIVER}-${csi.volumeHandle ?? ''}`, csi, accessMode: 'ReadWriteOnce' };
  },
};

function sourceOf(source: AWSElasticBlockStoreVolumeSource = {}): CSIPersistentVolumeSource | Untranslatable {
  const { volumeID = '', fsType, partition = 0, readOnly } = source;
  const volumeHandle = handleOf(volumeID);
  if (volumeHandle === undefined)
    return { problem: `failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (${volumeID})` };
  return {
    driver: DRIVER,
    volumeHandle,
    ...(readOnly && { readOnly }),
    ...(fsType && { fsType }),
    volumeAttributes: { partition: String(partition) },
  };
}

/** The `vol-…` of `aws://zone/vol-…`; anything without a scheme is taken for one. */
function handleOf(volumeID: string): string | undefined {
  if (!volumeID.startsWith('aws://')) return volumeID;
  const path = /^aws:\/\/[^/?#]*([^?#]*)/.exec(volumeID)?.[1] ?? '';
  return /^\/*(vol-[^/]*)\/*$/.exec(path)?.[1];
}
