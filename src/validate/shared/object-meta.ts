import { forbidden, invalid, notSupported, required, tooLong, type FieldError } from '../../model/field-error.ts';
import { child, index, type FieldPath } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { parseApiVersion } from '../../model/group-version-kind.ts';
import { deepEqual } from '../../model/json.ts';
import type { ManagedFieldsEntry, ObjectMeta, OwnerReference } from '../../model/kinds/meta-v1.ts';
import { byteLength } from './byte-length.ts';
import { each, invalidBecause, nonnegative, requireText, sorted } from './checks.ts';
import { flag, list, pointer, servedStruct, shown, text } from './go-form.ts';
import { differs } from './generation.ts';
import { validateLabels } from './label-selector.ts';
import { isDns1123Label, isQualifiedName, type NameFormat } from './names.ts';

/** Whether objects of a kind live in a namespace, and the format of their names. */
export interface NamingRule {
  readonly namespaced: boolean;
  readonly format: NameFormat;
  /** Names are checked as a prefix would be elsewhere: without masking a trailing dash. */
  readonly prefixFormat?: NameFormat;
}

export const namespaced = (format: NameFormat): NamingRule => ({ namespaced: true, format });
export const clusterScoped = (format: NameFormat): NamingRule => ({ namespaced: false, format });

const MAX_ANNOTATION_BYTES = 256 * 1024;
const MAX_FIELD_MANAGER_BYTES = 128;
const MAX_SUBRESOURCE_BYTES = 256;
const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];
const IMMUTABLE = 'field is immutable';

/** Metadata of a new object, as `core/validation.ValidateObjectMeta` checks it. */
export function validateObjectMeta(meta: ObjectMeta | undefined, rule: NamingRule, at: FieldPath): FieldError[] {
  return [...validateGenericObjectMeta(meta ?? {}, rule, at), ...validateKubeFinalizers(meta?.finalizers, at)];
}

/** The same without the rule that finalizers are standard or have a domain: what kinds outside of core check. */
export function validateGenericObjectMeta(meta: ObjectMeta, rule: NamingRule, at: FieldPath): FieldError[] {
  const { generateName, name } = meta;
  const prefixFormat = rule.prefixFormat ?? ((prefix: string) => rule.format(maskTrailingDash(prefix)));
  return [
    ...(generateName ? invalidBecause(prefixFormat(generateName), child(at, 'generateName'), generateName) : []),
    ...(name
      ? invalidBecause(rule.format(name), child(at, 'name'), name)
      : [required(child(at, 'name'), 'name or generateName is required')]),
    ...(meta.namespace ? invalidBecause(isDns1123Label(meta.namespace), child(at, 'namespace'), meta.namespace) : []),
    ...nonnegative(meta.generation, child(at, 'generation')),
    ...validateLabels(meta.labels, child(at, 'labels')),
    ...validateAnnotations(meta.annotations, child(at, 'annotations')),
    ...validateOwnerReferences(meta.ownerReferences, child(at, 'ownerReferences')),
    ...validateFinalizers(meta.finalizers, child(at, 'finalizers')),
    ...validateManagedFields(meta.managedFields, child(at, 'managedFields')),
  ];
}

/** Metadata of a changed object, as `core/validation.ValidateObjectMetaUpdate` checks it. */
export function validateObjectMetaUpdate(meta: ObjectMeta | undefined, old: ObjectMeta | undefined, at: FieldPath): FieldError[] {
  return [...validateGenericObjectMetaUpdate(meta ?? {}, old ?? {}, at), ...validateKubeFinalizers(meta?.finalizers, at)];
}

/** The same for kinds outside of core. What the server sets, and what finds the object, cannot differ any more. */
export function validateGenericObjectMetaUpdate(meta: ObjectMeta, old: ObjectMeta, at: FieldPath): FieldError[] {
  const unchanged = (name: keyof ObjectMeta): FieldError[] =>
    deepEqual(meta[name], old[name]) ? [] : [invalid(child(at, name), meta[name] ?? null, IMMUTABLE)];
  return [
    ...(old.deletionTimestamp === undefined ? [] : validateNoNewFinalizers(meta.finalizers, old.finalizers, child(at, 'finalizers'))),
    ...unchanged('deletionTimestamp'),
    ...unchanged('deletionGracePeriodSeconds'),
    ...validateLabels(meta.labels, child(at, 'labels')),
    ...validateAnnotations(meta.annotations, child(at, 'annotations')),
    ...validateOwnerReferences(meta.ownerReferences, child(at, 'ownerReferences')),
    ...validateManagedFields(meta.managedFields, child(at, 'managedFields')),
  ];
}

/** A name with a dash at its end is checked as if the generated end were there. */
const maskTrailingDash = (name: string): string => (name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name);

/** Keys and the total size of annotations; errors name the map. */
export function validateAnnotations(annotations: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const size = entries.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value), 0);
  return [
    ...entries.flatMap(([name]) => invalidBecause(isQualifiedName(name.toLowerCase()), at, name)),
    ...(size > MAX_ANNOTATION_BYTES ? [tooLong(at, MAX_ANNOTATION_BYTES)] : []),
  ];
}

const ownerReferenceForm = servedStruct(
  [
    ['apiVersion', text],
    ['kind', text],
    ['name', text],
    ['uid', text],
    ['controller', pointer(flag)],
    ['blockOwnerDeletion', pointer(flag)],
  ],
  ['apiVersion', 'kind', 'name', 'uid'],
);

function validateOwnerReferences(references: readonly OwnerReference[] | undefined, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const [i, reference] of (references ?? []).entries()) {
    errors.push(...validateOwnerReference(reference, index(at, i)));
    if (reference.controller !== true) continue;
    const name = `${reference.kind ?? ''}/${reference.name ?? ''}`;
    if (controller === undefined) controller = name;
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${name}`;
      errors.push(invalid(at, shown(list(ownerReferenceForm), references), detail));
    }
  }
  return errors;
}

function validateOwnerReference(reference: OwnerReference, at: FieldPath): FieldError[] {
  const { apiVersion = '', kind } = reference;
  const groupVersion = parseApiVersion(apiVersion);
  const versionErrors =
    apiVersion === ''
      ? [required(child(at, 'apiVersion'), 'must not be empty')]
      : groupVersion && groupVersion.version !== ''
        ? []
        : [invalid(child(at, 'apiVersion'), apiVersion, 'must be <group>/<version> or <version>')];
  return [
    ...versionErrors,
    ...requireText(kind, child(at, 'kind'), 'must not be empty'),
    ...requireText(reference.name, child(at, 'name'), 'must not be empty'),
    ...requireText(reference.uid, child(at, 'uid'), 'must not be empty'),
    ...(apiVersion === 'v1' && kind === 'Event'
      ? [invalid(at, shown(ownerReferenceForm, reference), '/v1, Kind=Event is disallowed from being an owner')]
      : []),
  ];
}

function validateFinalizers(finalizers: readonly string[] | undefined, at: FieldPath): FieldError[] {
  const names = finalizers ?? [];
  const both = names.includes('orphan') && names.includes('foregroundDeletion');
  return [
    ...names.flatMap((name) => invalidBecause(isQualifiedName(name), at, name)),
    ...(both ? [invalid(at, shown(list(text), names), 'finalizer orphan and foregroundDeletion cannot be both set')] : []),
  ];
}

/** A finalizer without a domain has to be one of Kubernetes' own. */
const validateKubeFinalizerName = (name: string, at: FieldPath): FieldError[] =>
  name.includes('/') || STANDARD_FINALIZERS.includes(name)
    ? []
    : [invalid(at, name, 'name is neither a standard finalizer name nor is it fully qualified')];

export const validateFinalizerName = (name: string, at: FieldPath): FieldError[] => [
  ...invalidBecause(isQualifiedName(name), at, name),
  ...validateKubeFinalizerName(name, at),
];

const validateKubeFinalizers = (finalizers: readonly string[] | undefined, at: FieldPath): FieldError[] =>
  each(finalizers, child(at, 'finalizers'), validateKubeFinalizerName);

function validateNoNewFinalizers(finalizers: readonly string[] = [], old: readonly string[] = [], at: FieldPath): FieldError[] {
  const added = sorted(new Set(finalizers.filter((name) => !old.includes(name))));
  if (added.length === 0) return [];
  return [
    forbidden(
      at,
      `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map(goQuote).join(', ')}}`,
    ),
  ];
}

const validateManagedFields = (entries: readonly ManagedFieldsEntry[] | undefined, at: FieldPath): FieldError[] =>
  each(entries, at, validateManagedFieldsEntry);

function validateManagedFieldsEntry(entry: ManagedFieldsEntry, at: FieldPath): FieldError[] {
  const { operation = '', fieldsType = '', manager = '', subresource = '' } = entry;
  return [
    ...(operation === ''
      ? [required(child(at, 'operation'), 'must not be empty')]
      : operation === 'Apply' || operation === 'Update'
        ? []
        : [notSupported(child(at, 'operation'), operation, ['Apply', 'Update'])]),
    ...(fieldsType === '' || fieldsType === 'FieldsV1' ? [] : [invalid(child(at, 'fieldsType'), fieldsType, 'must be `FieldsV1`')]),
    ...(byteLength(manager) > MAX_FIELD_MANAGER_BYTES ? [tooLong(child(at, 'manager'), MAX_FIELD_MANAGER_BYTES)] : []),
    ...(byteLength(subresource) > MAX_SUBRESOURCE_BYTES ? [tooLong(child(at, 'subresource'), MAX_SUBRESOURCE_BYTES)] : []),
  ];
}

/** `field is immutable` unless both values are the same; `shownValue` is what the message prints. */
export const immutable = (value: unknown, old: unknown, at: FieldPath, shownValue: unknown = value): FieldError[] =>
  differs(value, old) ? [invalid(at, shownValue ?? null, IMMUTABLE)] : [];
