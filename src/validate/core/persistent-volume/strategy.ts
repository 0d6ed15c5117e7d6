import type { PersistentVolume } from '../../../model/kinds/core-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { defaultPersistentVolumeSources } from '../../shared/persistent-volume-defaults.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';
import { validatePersistentVolumeUpdate } from './update.ts';
import { validatePersistentVolume } from './validate.ts';
import { warningsForPersistentVolume } from './warnings.ts';

export const persistentVolumeStrategy = defineStrategy<PersistentVolume>({
  gvk: { group: '', version: 'v1', kind: 'PersistentVolume' },
  defaults: defaultPersistentVolume,
  prepareForCreate(volume, { gate }) {
    const now = volume.metadata?.creationTimestamp;
    volume.status = { phase: 'Pending', ...(now !== undefined && { lastPhaseTransitionTime: now }) };
    if (!gate('VolumeAttributesClass')) delete volume.spec?.volumeAttributesClassName;
  },
  prepareForUpdate(volume, old, { gate }) {
    keepStatus(volume, old);
    if (!gate('VolumeAttributesClass') && old.spec?.volumeAttributesClassName === undefined) delete volume.spec?.volumeAttributesClassName;
  },
  prepareForStatusUpdate: keepSpec,
  validate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  warnings: warningsForPersistentVolume,
});

function defaultPersistentVolume(volume: PersistentVolume): void {
  (volume.status ??= {}).phase ||= 'Pending';
  const spec = (volume.spec ??= {});
  spec.persistentVolumeReclaimPolicy ||= 'Retain';
  spec.volumeMode ??= 'Filesystem';
  defaultPersistentVolumeSources(spec);
}
