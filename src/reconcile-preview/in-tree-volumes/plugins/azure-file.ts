import type { CSIPersistentVolumeSource } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin } from '../in-tree-plugin.ts';

const DRIVER = 'file.csi.azure.com';

export const azureFile: InTreePlugin = {
  name: 'kubernetes.io/azure-file',
  driver: DRIVER,
  isScheduled: false,
  field: 'azureFile',
  translate: ({ metadata, spec }) => {
    const { secretName = '', secretNamespace = spec?.claimRef?.namespace ?? '', shareName = '', readOnly } = spec?.azureFile ?? {};
    if (secretNamespace === '') return { problem: 'could not find a secret namespace in PersistentVolumeSource or ClaimRef' };
    const group = metadata?.annotations?.['kubernetes.io/azure-file-resource-group'] ?? '';
    return { csi: sourceOf({ group, secretName, shareName, readOnly, name: metadata?.name ?? '', namespace: secretNamespace }) };
  },
  translateInline: (volume, namespace) => {
    const { secretName = '', shareName = '', readOnly } = volume.azureFile ?? {};
    const csi = sourceOf({ group: '', secretName, shareName, readOnly, name: volume.name ?? '', namespace });
    return { name: csi.volumeHandle ?? '', csi, accessMode: 'ReadWriteMany' };
  },
};

interface Share {
  readonly group: string;
  readonly secretName: string;
  readonly shareName: string;
  readonly readOnly: boolean | undefined;
  /** Of the volume. */
  readonly name: string;
  /** Of the secret. */
  readonly namespace: string;
}

const sourceOf = ({ group, secretName, shareName, readOnly, name, namespace }: Share): CSIPersistentVolumeSource => ({
  driver: DRIVER,
  volumeHandle: [group, accountOf(secretName), shareName, name, namespace].join('#'),
  ...(readOnly && { readOnly }),
  volumeAttributes: { sharename: shareName },
  nodeStageSecretRef: { name: secretName, namespace },
});

/** A secret is named after the storage account that it belongs to. */
const accountOf = (secretName: string): string => /azure-storage-account-(.+)-secret/.exec(secretName)?.[1] ?? secretName;
