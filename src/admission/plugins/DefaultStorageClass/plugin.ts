import type { PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { defaultClassOf } from '../../default-class.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_ANNOTATIONS = ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'];

/** A claim that names no storage class gets the default one, when there is one. */
export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, '', 'persistentvolumeclaims'),
  admit({ object }, { cluster }) {
    const claim = typed<PersistentVolumeClaim>(object);
    const hasClass = Object.hasOwn(claim.metadata?.annotations ?? {}, CLASS_ANNOTATION) || claim.spec?.storageClassName !== undefined;
    if (hasClass) return undefined;
    const name = defaultClassOf(cluster.store.list({ group: 'storage.k8s.io', kind: 'StorageClass' }), ...DEFAULT_ANNOTATIONS)?.metadata
      .name;
    if (name !== undefined) claim.spec = { ...claim.spec, storageClassName: name };
    return undefined;
  },
};
