import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, root } from '../../../model/field-path.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../../model/kinds/core-v1.ts';
import { asJson } from '../../shared/checks.ts';
import { claimSpecOptions, validateClaimSpec, type ClaimSpecOptions } from '../../shared/claim-spec.ts';
import { differs } from '../../shared/generation.ts';
import { validateLabelSelector } from '../../shared/label-selector.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { immutable, namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { compareQuantities } from '../../shared/quantities.ts';
import { structDiff } from '../../shared/struct-diff.ts';
import type { RuleContext } from '../../strategy.ts';
import { pairDataSources } from './data-sources.ts';

/** The storage class as claims had it before there was a field. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

const metadataAt = fieldPath('metadata');
const IMMUTABLE = 'field is immutable';

export const validateClaim = (claim: PersistentVolumeClaim, context: RuleContext): FieldError[] =>
  validateBoth(claim, claimSpecOptions(context));

const validateBoth = ({ metadata, spec = {} }: PersistentVolumeClaim, options: ClaimSpecOptions): FieldError[] => [
  ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), metadataAt),
  ...validateClaimSpec(spec, fieldPath('spec'), options),
];

export function validateClaimUpdate(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, context: RuleContext): FieldError[] {
  const options = optionsForUpdate(old, context);
  const movesClass = movesClassToField(claim, old);
  const masked = maskedSpec(claim, old, movesClass);
  const before =
    masked.volumeName !== undefined && !old.spec?.volumeName ? { ...old.spec, volumeName: masked.volumeName } : { ...old.spec };
  pairDataSources(before);
  const refusal = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [
    ...validateObjectMetaUpdate(claim.metadata, old.metadata, metadataAt),
    ...validateBoth(claim, options),
    ...(movesClass ? [] : validateSameClassAnnotation(claim, old)),
    ...(differs(masked, before)
      ? [forbidden(fieldPath('spec'), `${refusal}\n${structDiff('PersistentVolumeClaimSpec', before, masked, context.release)}`)]
      : []),
    ...validateSize(claim, old),
    ...immutable(claim.spec?.volumeMode, old.spec?.volumeMode, fieldPath('volumeMode'), asJson(claim.spec?.volumeMode)),
    ...validateAttributesClass(claim, old, options),
  ];
}

function optionsForUpdate({ spec = {}, status = {} }: PersistentVolumeClaim, context: RuleContext): ClaimSpecOptions {
  const options = claimSpecOptions(context);
  return {
    allowInvalidAPIGroupInDataSourceOrRef: spec.dataSource?.apiGroup !== undefined || spec.dataSourceRef?.apiGroup !== undefined,
    allowInvalidLabelValueInSelector: validateLabelSelector(spec.selector, root).length > 0,
    enableVolumeAttributesClass: options.enableVolumeAttributesClass || spec.volumeAttributesClassName !== undefined,
    enableRecoverFromExpansionFailure:
      options.enableRecoverFromExpansionFailure ||
      status.allocatedResources !== undefined ||
      status.allocatedResourceStatuses !== undefined,
  };
}

/** The class named by the old annotation may move to the field. */
function movesClassToField(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): boolean {
  const oldClass = old.metadata?.annotations?.[CLASS_ANNOTATION];
  const annotated = claim.metadata?.annotations?.[CLASS_ANNOTATION];
  return (
    oldClass !== undefined &&
    old.spec?.storageClassName === undefined &&
    claim.spec?.storageClassName === oldClass &&
    (annotated === undefined || annotated === oldClass)
  );
}

function validateSameClassAnnotation(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const [value = '', before = ''] = [claim, old].map(({ metadata }) => metadata?.annotations?.[CLASS_ANNOTATION]);
  return value === before ? [] : [invalid(fieldPath('metadata', 'annotations', CLASS_ANNOTATION), value, IMMUTABLE)];
}

/** The new spec with all that may change taken from the old one. */
function maskedSpec(claim: PersistentVolumeClaim, old: PersistentVolumeClaim, movesClass: boolean): PersistentVolumeClaimSpec {
  const [spec, before] = [claim.spec ?? {}, old.spec ?? {}];
  const masked: PersistentVolumeClaimSpec = { ...spec };
  const oldClass = old.metadata?.annotations?.[CLASS_ANNOTATION];
  const gainsClass =
    spec.storageClassName !== undefined &&
    before.storageClassName === undefined &&
    (oldClass === undefined || oldClass === spec.storageClassName);
  if (movesClass || gainsClass) delete masked.storageClassName;
  const requests = spec.resources?.requests;
  const sameSize = compareQuantities(requests?.['storage'], before.resources?.requests?.['storage']) === 0;
  const isBound = claim.status?.phase === 'Bound';
  if (requests && (isBound || sameSize)) {
    masked.resources = { ...spec.resources, requests: { ...requests, storage: before.resources?.requests?.['storage'] ?? '0' } };
  }
  if (isBound) {
    if (before.volumeAttributesClassName === undefined) delete masked.volumeAttributesClassName;
    else masked.volumeAttributesClassName = before.volumeAttributesClassName;
  }
  return masked;
}

function validateSize(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const [size, before] = [claim, old].map(({ spec }) => spec?.resources?.requests?.['storage']);
  const at = fieldPath('spec', 'resources', 'requests', 'storage');
  if (compareQuantities(size, before) >= 0) return [];
  const isBelowStatus = compareQuantities(size, old.status?.capacity?.['storage']) <= 0;
  return isBelowStatus ? [forbidden(at, 'field can not be less than status.capacity')] : [];
}

function validateAttributesClass(
  { spec }: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  { enableVolumeAttributesClass }: ClaimSpecOptions,
): FieldError[] {
  const at = fieldPath('spec', 'volumeAttributesClassName');
  const name = spec?.volumeAttributesClassName;
  if (name === old.spec?.volumeAttributesClassName) return [];
  const current = old.status?.currentVolumeAttributesClassName;
  const taken = enableVolumeAttributesClass && current !== undefined && !name;
  const to = name === undefined ? 'nil' : 'empty string';
  return taken ? [forbidden(at, `update to ${to} is forbidden when status.currentVolumeAttributesClassName is not nil`)] : [];
}
