import type { AzureDiskVolumeSource, DownwardAPIVolumeFile, ProjectedVolumeSource, Volume } from '../../../model/kinds/core-v1.ts';
import type { RuleContext } from '../../strategy.ts';
import { defaultClaimSpec } from '../claim-defaults.ts';
import { pullPolicyFor } from '../image-reference.ts';

const FILE_MODE = 0o644;

/** Defaults of one volume. A volume without a source is an `emptyDir`. */
export function defaultVolume(volume: Volume, context: RuleContext): void {
  if (!hasSource(volume)) volume.emptyDir = {};
  if (volume.image && context.gate('ImageVolume')) volume.image.pullPolicy ||= pullPolicyFor(volume.image.reference ?? '');
  if (volume.hostPath) volume.hostPath.type ??= '';
  for (const source of [volume.secret, volume.configMap, volume.downwardAPI, volume.projected])
    if (source) source.defaultMode ??= FILE_MODE;
  if (volume.iscsi) volume.iscsi.iscsiInterface ||= 'default';
  if (volume.rbd) defaultRbd(volume.rbd);
  defaultFieldRefs(volume.downwardAPI?.items);
  if (volume.azureDisk) defaultAzureDisk(volume.azureDisk);
  if (volume.projected) defaultProjected(volume.projected);
  if (volume.scaleIO) defaultScaleIo(volume.scaleIO);
  if (volume.ephemeral?.volumeClaimTemplate) defaultClaimSpec((volume.ephemeral.volumeClaimTemplate.spec ??= {}));
}

const hasSource = (volume: Volume): boolean => Object.entries(volume).some(([name, value]) => name !== 'name' && value !== undefined);

export function defaultRbd(rbd: { pool?: string; user?: string; keyring?: string }): void {
  rbd.pool ||= 'rbd';
  rbd.user ||= 'admin';
  rbd.keyring ||= '/etc/ceph/keyring';
}

export function defaultScaleIo(scaleIo: { storageMode?: string; fsType?: string }): void {
  scaleIo.storageMode ||= 'ThinProvisioned';
  scaleIo.fsType ||= 'xfs';
}

export function defaultAzureDisk(disk: AzureDiskVolumeSource): void {
  disk.cachingMode ??= 'ReadWrite';
  disk.fsType ??= 'ext4';
  disk.readOnly ??= false;
  disk.kind ??= 'Shared';
}

function defaultProjected(projected: ProjectedVolumeSource): void {
  for (const source of projected.sources ?? []) {
    defaultFieldRefs(source.downwardAPI?.items);
    if (source.serviceAccountToken) source.serviceAccountToken.expirationSeconds ??= 3600;
  }
}

function defaultFieldRefs(files: readonly DownwardAPIVolumeFile[] | undefined): void {
  for (const file of files ?? []) if (file.fieldRef) file.fieldRef.apiVersion ||= 'v1';
}
