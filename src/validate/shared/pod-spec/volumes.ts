import { duplicate, forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { Volume } from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { byteLength } from '../byte-length.ts';
import { invalidBecause } from '../checks.ts';
import { isDns1123Label, isDns1123Subdomain } from '../names.ts';
import type { PodOptions } from './options.ts';
import { VOLUME_SOURCES } from './volume-sources.ts';

/** The volumes that containers may mount, by name: those without errors. */
export type Volumes = ReadonlyMap<string, Volume>;

/** `meta` is that of a pod; templates have none. */
export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  meta: ObjectMeta | undefined,
  at: FieldPath,
  options: PodOptions,
): { usable: Volumes; errors: FieldError[] } {
  const usable = new Map<string, Volume>();
  const errors: FieldError[] = [];
  const podName = meta?.name ?? '';
  const createdClaims = new Set(
    podName === '' ? [] : (volumes ?? []).filter((volume) => volume.ephemeral).map((volume) => `${podName}-${volume.name ?? ''}`),
  );
  for (const [i, volume] of (volumes ?? []).entries()) {
    const path = index(at, i);
    const name = volume.name ?? '';
    const own = [
      ...validateVolumeSource(volume, podName, path, options),
      ...(name === '' ? [required(child(path, 'name'))] : invalidBecause(isDns1123Label(name), child(path, 'name'), name)),
      ...(usable.has(name) ? [duplicate(child(path, 'name'), name)] : []),
    ];
    if (own.length === 0) usable.set(name, volume);
    else errors.push(...own);
    const claim = volume.persistentVolumeClaim?.claimName ?? '';
    if (volume.persistentVolumeClaim && createdClaims.has(claim)) {
      errors.push(
        invalid(
          child(path, 'persistentVolumeClaim', 'claimName'),
          claim,
          'must not reference a PVC that gets created for an ephemeral volume',
        ),
      );
    }
  }
  return { usable, errors };
}

function validateVolumeSource(volume: Volume, podName: string, at: FieldPath, options: PodOptions): FieldError[] {
  const errors: FieldError[] = [];
  let found = false;
  for (const source of VOLUME_SOURCES) {
    if (volume[source.name] === undefined) continue;
    if (found) errors.push(forbidden(child(at, source.shownName ?? source.name), 'may not specify more than 1 volume type'));
    else {
      errors.push(...source.validate(volume, child(at, source.checkedAs ?? source.name), options));
      if (source.name === 'ephemeral') errors.push(...validateCreatedClaimName(volume.name ?? '', podName, child(at, 'name')));
    }
    found = true;
    if (source.name === 'iscsi') errors.push(...validateIscsiLength(volume, child(at, 'name')));
  }
  if (!found) errors.push(required(at, 'must specify a volume type'));
  return errors;
}

function validateIscsiLength({ name = '', iscsi }: Volume, at: FieldPath): FieldError[] {
  if (iscsi?.initiatorName === undefined || byteLength(`${name}:${iscsi.targetPortal ?? ''}`) <= 64) return [];
  return [
    invalid(
      at,
      name,
      'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.',
    ),
  ];
}

function validateCreatedClaimName(volumeName: string, podName: string, at: FieldPath): FieldError[] {
  if (podName === '' || volumeName === '') return [];
  const claimName = `${podName}-${volumeName}`;
  return isDns1123Subdomain(claimName).map((message) => invalid(at, volumeName, `PVC name ${goQuote(claimName)}: ${message}`));
}
