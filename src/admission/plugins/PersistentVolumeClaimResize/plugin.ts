import type { ReadView } from '../../../cluster/store.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import type { StorageClass } from '../../../model/kinds/storage-v1.ts';
import { quantityOf } from '../../../model/pod-resources.ts';
import { compareQuantities } from '../../../model/quantity.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

/** A claim grows only when it is bound and its storage class allows it. */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  handles: (request) => request.operation === 'UPDATE' && isAbout(request, '', 'persistentvolumeclaims'),
  validate({ object, old }, { cluster }) {
    if (!object || !old) return undefined;
    const claim = typed<PersistentVolumeClaim>(object);
    const before = typed<PersistentVolumeClaim>(old);
    if (compareQuantities(storageOf(claim), storageOf(before)) <= 0) return undefined;
    if (before.status?.phase !== 'Bound') return forbidden('Only bound persistent volume claims can be expanded', STORAGE);
    const name = classOf(claim);
    if (name !== '' && name === classOf(before) && allowsExpansion(name, cluster.store)) return undefined;
    return forbidden(
      'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
      STORAGE,
    );
  },
};

const STORAGE = at(fieldPath('spec', 'resources', 'requests', 'storage'));

const storageOf = ({ spec }: PersistentVolumeClaim) => quantityOf(spec?.resources?.requests?.storage);

const classOf = ({ metadata, spec }: PersistentVolumeClaim): string =>
  metadata?.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';

function allowsExpansion(name: string, store: ReadView): boolean {
  const found = store.get({ group: 'storage.k8s.io', kind: 'StorageClass', namespace: '', name });
  return found !== undefined && typed<StorageClass>(found).allowVolumeExpansion === true;
}
