import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { LeaseCandidate, LeaseCandidateSpec } from '../../../model/kinds/coordination-v1beta1.ts';
import { optional, requireText } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isConfigMapKey } from '../../shared/names.ts';
import { immutable, validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateLeaseStrategy } from '../lease-strategy.ts';
import { compareSemanticVersions, parseSemanticVersion, ZERO_VERSION } from '../semantic-version.ts';

const metadataAt = fieldPath('metadata');
const specAt = fieldPath('spec');
const NOT_A_VERSION = 'must be a valid semantic version';

export const leaseCandidateStrategy = defineStrategy<LeaseCandidate>({
  gvk: { group: 'coordination.k8s.io', version: 'v1beta1', kind: 'LeaseCandidate' },
  createOnUpdate: true,
  defaults: () => undefined,
  validate: ({ metadata = {}, spec = {} }) => [
    ...validateGenericObjectMeta(metadata, { namespaced: true, format: isConfigMapKey, prefixFormat: isConfigMapKey }, metadataAt),
    ...validateSpec(spec, specAt),
  ],
  validateUpdate: ({ metadata = {}, spec = {} }, old) => [
    ...validateGenericObjectMetaUpdate(metadata, old.metadata ?? {}, metadataAt),
    ...validateSpec(spec, specAt),
    ...immutable(spec.leaseName ?? '', old.spec?.leaseName ?? '', child(specAt, 'leaseName')),
  ],
});

function validateSpec({ leaseName, emulationVersion, binaryVersion, strategy }: LeaseCandidateSpec, at: FieldPath): FieldError[] {
  const [emulationAt, binaryAt] = [child(at, 'emulationVersion'), child(at, 'binaryVersion')];
  // What is no version counts as 0.0.0.
  const emulated = parseSemanticVersion(emulationVersion ?? '') ?? ZERO_VERSION;
  const binary = parseSemanticVersion(binaryVersion ?? '') ?? ZERO_VERSION;
  const needsEmulation = strategy === 'OldestEmulationVersion' && compareSemanticVersions(emulated, ZERO_VERSION) === 0;
  return [
    ...requireText(leaseName, child(at, 'leaseName')),
    ...optional(emulationVersion, emulationAt, validateVersion),
    ...(binaryVersion ? validateVersion(binaryVersion, binaryAt) : [required(binaryAt)]),
    ...(binaryVersion && emulationVersion && compareSemanticVersions(binary, emulated) < 0
      ? [invalid(binaryAt, binaryVersion, 'must be greater than or equal to `emulationVersion`')]
      : []),
    ...requireText(strategy, child(at, 'strategy')),
    ...(needsEmulation ? [required(emulationAt, "must be specified when `strategy` is 'OldestEmulationVersion'")] : []),
    ...(strategy ? validateLeaseStrategy(strategy, child(at, 'strategy')) : []),
  ];
}

const validateVersion = (version: string, at: FieldPath): FieldError[] =>
  parseSemanticVersion(version) ? [] : [invalid(at, version, NOT_A_VERSION)];
