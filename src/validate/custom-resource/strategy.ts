import { invalid, type FieldError } from '../../model/field-error.ts';
import { fieldPath, root } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { apiVersionOf } from '../../model/group-version-kind.ts';
import { deepEqual } from '../../model/json.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import { correlate, type Correlation } from '../../schema/crd/correlation.ts';
import type { CustomResource } from '../../schema/crd/custom-resources.ts';
import { applyDefaults } from '../../schema/crd/defaulting.ts';
import { printMetadata } from '../../schema/crd/decode-metadata.ts';
import { validateRules } from '../../schema/cel/validation-rules.ts';
import { validateListTypes } from '../../schema/crd/list-type.ts';
import { validateValue } from '../../schema/crd/validate-value.ts';
import { isDns1123Subdomain, isQualifiedName } from '../shared/names.ts';
import { validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../shared/object-meta.ts';
import type { KindStrategy, RuleContext } from '../strategy.ts';
import { validateEmbeddedObjects } from './embedded-objects.ts';
import { validateScale } from './scale.ts';

/** A custom resource between decoding and the store. */
export interface CustomObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** What the API server knows of a custom resource: its CRD says it. */
export function customResourceStrategy(custom: CustomResource): KindStrategy<CustomObject> {
  const { resource, hasStatus, schema } = custom;
  return {
    gvk: resource.gvk,
    defaults: (object) => applyDefaults(object, schema),
    prepareForCreate(object) {
      if (hasStatus) delete object.status;
      object.metadata.generation = 1;
    },
    prepareForUpdate(object, old) {
      if (hasStatus) take(object, old, 'status');
      const isChanged = !deepEqual({ ...object, metadata: undefined }, { ...old, metadata: undefined });
      if (isChanged) object.metadata.generation = (old.metadata.generation ?? 0) + 1;
    },
    prepareForStatusUpdate(object, old) {
      const { status } = object;
      for (const name of new Set([...Object.keys(object), ...Object.keys(old)])) {
        if (name !== 'metadata') take(object, old, name);
      }
      object.metadata = old.metadata;
      if (status === undefined) delete object.status;
      else object.status = status;
    },
    validate(object, context) {
      const at = fieldPath('metadata');
      const naming = { namespaced: resource.namespaced, format: isDns1123Subdomain };
      return validateObject(custom, object, context, validateGenericObjectMeta(object.metadata, naming, at), undefined);
    },
    validateUpdate(object, old, context) {
      const metadata = validateGenericObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata'));
      return validateObject(custom, object, context, metadata, old);
    },
    warnings: (object, old, context) => [
      ...(old ? ruleWarnings(custom, object, old, context) : []),
      ...addedFinalizers(object.metadata, old?.metadata).flatMap(finalizerWarnings),
    ],
  };
}

/** Metadata, schema, scale, embedded objects, list types, and rules, in this order; an object of another kind is asked nothing else. */
function validateObject(
  custom: CustomResource,
  object: CustomObject,
  { release }: RuleContext,
  metadata: readonly FieldError[],
  old: CustomObject | undefined,
): FieldError[] {
  const wrongKind = validateTypeMeta(custom, object);
  if (wrongKind.length > 0) return wrongKind;
  const { schema = {}, scale, hasRules } = custom;
  const value = { ...object, metadata: printMetadata(object.metadata, release) };
  const before = old && { ...old, metadata: printMetadata(old.metadata, release) };
  const correlation: Correlation | undefined = before && correlate(value, before, schema);
  const wasListValid = before === undefined || validateListTypes(before, schema, root).length === 0;
  const errors = [
    ...metadata,
    ...validateValue(value, schema, root, { release }, correlation),
    ...validateScale(value, scale),
    ...validateEmbeddedObjects(value, schema, root, false, release),
    ...(wasListValid ? validateListTypes(value, schema, root) : []),
  ];
  if (!hasRules) return errors;
  if (errors.some(({ type }) => BLOCKING.includes(type))) return [...errors, RULES_NOT_CHECKED];
  return [...errors, ...validateRules({ value, old: before, correlation }, schema, root, release).errors];
}

/** What rules say of values that an update leaves as they are. */
function ruleWarnings(
  { schema = {}, hasRules }: CustomResource,
  object: CustomObject,
  old: CustomObject,
  { release }: RuleContext,
): readonly string[] {
  if (!hasRules) return [];
  const value = { ...object, metadata: printMetadata(object.metadata, release) };
  const before = { ...old, metadata: printMetadata(old.metadata, release) };
  return validateRules({ value, old: before, correlation: correlate(value, before, schema) }, schema, root, release).warnings;
}

/** Errors after which rules (`x-kubernetes-validations`) are not asked, because they may count on the schema. */
const BLOCKING: readonly FieldError['type'][] = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

const RULES_NOT_CHECKED = invalid(
  root,
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
);

function validateTypeMeta({ resource }: CustomResource, { apiVersion, kind }: CustomObject): FieldError[] {
  const { gvk } = resource;
  const expected = apiVersionOf(gvk);
  return [
    ...(kind === gvk.kind ? [] : [invalid(fieldPath('kind'), kind, `must be ${gvk.kind}`)]),
    ...(apiVersion === expected ? [] : [invalid(fieldPath('apiVersion'), apiVersion, `must be ${expected}`)]),
  ];
}

function take(object: CustomObject, old: CustomObject, name: string): void {
  if (old[name] === undefined) delete object[name];
  else object[name] = old[name];
}

const STANDARD_FINALIZERS: readonly string[] = ['kubernetes', 'orphan', 'foregroundDeletion'];

const addedFinalizers = ({ finalizers = [] }: ObjectMeta, old: ObjectMeta = {}): string[] =>
  [...new Set(finalizers)].filter((name) => !old.finalizers?.includes(name)).sort();

/** What built-in kinds refuse in a finalizer's name is only warned about here. */
function finalizerWarnings(name: string): string[] {
  const at = `metadata.finalizers: ${goQuote(name)}`;
  const syntax = isQualifiedName(name).map((message) => `${at}: ${message}`);
  if (name.includes('/') || STANDARD_FINALIZERS.includes(name)) return syntax;
  const path = name.includes('.') ? ' including a path (/)' : '';
  return [...syntax, `${at}: prefer a domain-qualified finalizer name${path} to avoid accidental conflicts with other finalizer writers`];
}
