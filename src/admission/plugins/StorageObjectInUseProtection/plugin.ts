import type { PersistentVolume } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin, AdmissionRequest } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

/** The finalizer that keeps an object as long as something uses it; undefined for other kinds. */
function finalizerFor(request: AdmissionRequest): string | undefined {
  if (isAbout(request, '', 'persistentvolumes')) return 'kubernetes.io/pv-protection';
  if (isAbout(request, '', 'persistentvolumeclaims')) return 'kubernetes.io/pvc-protection';
  return isAbout(request, 'storage.k8s.io', 'volumeattributesclasses') ? 'kubernetes.io/vac-protection' : undefined;
}

/** New volumes, claims and volume attributes classes cannot vanish while they are in use. */
export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  handles: (request) => request.operation === 'CREATE' && finalizerFor(request) !== undefined,
  admit(request) {
    const { metadata = {} } = typed<PersistentVolume>(request.object);
    const finalizer = finalizerFor(request);
    const there = metadata.finalizers ?? [];
    if (finalizer !== undefined && !there.includes(finalizer)) metadata.finalizers = [...there, finalizer];
    return undefined;
  },
};
