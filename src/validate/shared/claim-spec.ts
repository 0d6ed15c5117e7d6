import { forbidden, invalid, notSupported, required, type FieldError } from '../../model/field-error.ts';
import { child, key, type FieldPath } from '../../model/field-path.ts';
import type { PersistentVolumeClaimSpec, TypedObjectReference } from '../../model/kinds/core-v1.ts';
import type { RuleContext } from '../strategy.ts';
import { asJson, invalidBecause, optional, requireText, oneOf } from './checks.ts';
import { validateLabelSelector } from './label-selector.ts';
import { isDns1123Label, isDns1123Subdomain } from './names.ts';
import { validatePositiveQuantity } from './resource-quantity.ts';

/** What rules of claims depend on; names are upstream's. */
export interface ClaimSpecOptions {
  readonly allowInvalidLabelValueInSelector: boolean;
  readonly allowInvalidAPIGroupInDataSourceOrRef: boolean;
  readonly enableVolumeAttributesClass: boolean;
  readonly enableRecoverFromExpansionFailure: boolean;
}

/** For new claims. */
export const claimSpecOptions = ({ gate }: RuleContext): ClaimSpecOptions => ({
  allowInvalidLabelValueInSelector: false,
  allowInvalidAPIGroupInDataSourceOrRef: false,
  enableVolumeAttributesClass: gate('VolumeAttributesClass'),
  enableRecoverFromExpansionFailure: gate('RecoverVolumeExpansionFailure'),
});

/** For templates of claims in pods. */
export const claimSpecOptionsOfTemplate = (context: RuleContext): ClaimSpecOptions => ({
  ...claimSpecOptions(context),
  enableRecoverFromExpansionFailure: false,
});

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const VOLUME_MODES = ['Block', 'Filesystem'];

/** Supported, and `ReadWriteOncePod` alone. */
export function validateAccessModes(modes: readonly string[] | undefined, at: FieldPath): FieldError[] {
  const alone = modes?.includes('ReadWriteOncePod') === true;
  const withOthers = alone && modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode));
  return [
    ...(modes ?? []).filter((mode) => !ACCESS_MODES.includes(mode)).map((mode) => notSupported(at, asJson(mode), ACCESS_MODES)),
    ...(withOthers ? [forbidden(at, 'may not use ReadWriteOncePod with other access modes')] : []),
  ];
}

/** Names of classes: storage, volume attributes, priority. */
export const validateClassName = (name: string, at: FieldPath): FieldError[] => invalidBecause(isDns1123Subdomain(name), at, name);

export function validateClaimSpec(spec: PersistentVolumeClaimSpec, at: FieldPath, options: ClaimSpecOptions): FieldError[] {
  const { accessModes, dataSource, dataSourceRef, storageClassName, volumeMode, volumeAttributesClassName } = spec;
  return [
    ...(accessModes?.length ? [] : [required(child(at, 'accessModes'), 'at least 1 access mode is required')]),
    ...validateLabelSelector(spec.selector, child(at, 'selector'), { allowInvalidValues: options.allowInvalidLabelValueInSelector }),
    ...validateAccessModes(accessModes, child(at, 'accessModes')),
    ...validateStorageRequest(spec.resources?.requests?.['storage'], key(child(at, 'resources'), 'storage')),
    ...(storageClassName ? validateClassName(storageClassName, child(at, 'storageClassName')) : []),
    ...(volumeMode === undefined ? [] : oneOf(volumeMode, VOLUME_MODES, child(at, 'volumeMode'))),
    ...optional(dataSource, child(at, 'dataSource'), (source, path) => validateDataSource(source, path, options)),
    ...optional(dataSourceRef, child(at, 'dataSourceRef'), (source, path) => validateDataSource(source, path, options)),
    ...validateDataSources(spec, at),
    ...(volumeAttributesClassName && options.enableVolumeAttributesClass
      ? validateClassName(volumeAttributesClassName, child(at, 'volumeAttributesClassName'))
      : []),
  ];
}

function validateStorageRequest(storage: string | undefined, at: FieldPath): FieldError[] {
  if (storage === undefined) return [required(at)];
  return validatePositiveQuantity(storage, at);
}

function validateDataSource(
  { apiGroup = '', kind = '', name, namespace }: TypedObjectReference,
  at: FieldPath,
  options: ClaimSpecOptions,
): FieldError[] {
  const isClaim = kind === 'PersistentVolumeClaim';
  return [
    ...requireText(name, child(at, 'name')),
    ...requireText(kind, child(at, 'kind')),
    ...(apiGroup === '' && !isClaim ? [invalid(at, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup")] : []),
    ...(apiGroup === '' || options.allowInvalidAPIGroupInDataSourceOrRef
      ? []
      : invalidBecause(isDns1123Subdomain(apiGroup), child(at, 'apiGroup'), apiGroup)),
    ...(namespace ? invalidBecause(isDns1123Label(namespace), child(at, 'namespace'), namespace) : []),
  ];
}

/** The two fields name the same object. The API server prints the path's innards as the value. */
function validateDataSources({ dataSource, dataSourceRef }: PersistentVolumeClaimSpec, at: FieldPath): FieldError[] {
  if (!dataSource || !dataSourceRef) return [];
  if (dataSourceRef.namespace) return [invalid(at, {}, 'may not be specified when dataSourceRef.namespace is specified')];
  const same =
    dataSource.apiGroup === dataSourceRef.apiGroup &&
    (dataSource.kind ?? '') === (dataSourceRef.kind ?? '') &&
    (dataSource.name ?? '') === (dataSourceRef.name ?? '');
  return same ? [] : [invalid(at, {}, 'must match dataSourceRef')];
}
