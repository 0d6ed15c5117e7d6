import type { CSIPersistentVolumeSource, PortworxVolumeSource, SecretReference } from '../../../model/kinds/core-v1.ts';
import type { InTreePlugin } from '../in-tree-plugin.ts';

const DRIVER = 'pxd.portworx.com';
const SECRET_NAME = 'openstorage.io/auth-secret-name';
const SECRET_NAMESPACE = 'openstorage.io/auth-secret-namespace';

export const portworx: InTreePlugin = {
  name: 'kubernetes.io/portworx-volume',
  driver: DRIVER,
  isScheduled: true,
  field: 'portworxVolume',
  translate: ({ metadata, spec }) => {
    const { [SECRET_NAME]: name, [SECRET_NAMESPACE]: namespace } = metadata?.annotations ?? {};
    const secret = name !== undefined && namespace !== undefined ? { name, namespace } : undefined;
    return { csi: { ...sourceOf(spec?.portworxVolume), ...(secret && secretsFor(secret)) } };
  },
  translateInline: ({ portworxVolume }) => ({
    name: `${DRIVER}-${portworxVolume?.volumeID ?? ''}`,
    csi: sourceOf(portworxVolume),
    accessMode: portworxVolume?.readOnly ? 'ReadOnlyMany' : 'ReadWriteOnce',
  }),
};

const sourceOf = ({ volumeID = '', fsType }: PortworxVolumeSource = {}): CSIPersistentVolumeSource => ({
  driver: DRIVER,
  volumeHandle: volumeID,
  ...(fsType && { fsType }),
});

const secretsFor = (secret: SecretReference): Partial<CSIPersistentVolumeSource> => ({
  controllerPublishSecretRef: secret,
  nodeStageSecretRef: secret,
  nodePublishSecretRef: secret,
  controllerExpandSecretRef: secret,
  nodeExpandSecretRef: secret,
});
