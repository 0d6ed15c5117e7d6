import type { PersistentVolumeSpec } from '../../model/kinds/core-v1.ts';
import { defaultAzureDisk, defaultRbd, defaultScaleIo } from './pod-spec/volume-defaults.ts';
import { roundUpResourceList } from './resource-list.ts';

/** Defaults of what a PersistentVolume and an inline volume share: amounts and sources. */
export function defaultPersistentVolumeSources(spec: PersistentVolumeSpec): void {
  roundUpResourceList(spec.capacity);
  if (spec.hostPath) spec.hostPath.type ??= '';
  if (spec.rbd) defaultRbd(spec.rbd);
  if (spec.iscsi) spec.iscsi.iscsiInterface ||= 'default';
  if (spec.azureDisk) defaultAzureDisk(spec.azureDisk);
  if (spec.scaleIO) defaultScaleIo(spec.scaleIO);
}
