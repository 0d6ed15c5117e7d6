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
import type { SchemaProps } from '../../schema/crd/schema-props.ts';
import { validateValue } from '../../schema/crd/validate-value.ts';
import type { Fields } from '../../schema/crd/value.ts';
import type { Release } from '../../schema/release.ts';
import { isDns1123Subdomain, isQualifiedName } from '../shared/names.ts';
import { validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../shared/object-meta.ts';
import type { KindStrategy, RuleContext } from '../strategy.ts';
import { validateEmbeddedObjects } from './embedded-objects.ts';
import { validateScale, validateScaleStatus } from './scale.ts';

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
    validateStatusUpdate: (object, old, context) => validateStatus(custom, object, context, old),
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
  const { schema = {}, scale } = custom;
  const write = writeOf(custom, object, old, release);
  return withRules(custom, write, release, [
    ...metadata,
    ...validateValue(write.value, schema, root, { release }, write.correlation),
    ...validateScale(write.value, scale),
    ...validateEmbeddedObjects(write.value, schema, root, false, release),
    ...addedListProblems(write, schema),
  ]);
}

/** Of an update of the status, the schema of the status alone is asked, but all rules are. */
function validateStatus(custom: CustomResource, object: CustomObject, { release }: RuleContext, old: CustomObject): FieldError[] {
  const { schema = {}, scale } = custom;
  const write = writeOf(custom, object, old, release);
  const { status } = write.value;
  const statusSchema = schema.properties?.status;
  return withRules(custom, write, release, [
    ...(status === undefined || !statusSchema
      ? []
      : validateValue(status, statusSchema, fieldPath('status'), { release }, write.correlation?.member('status'))),
    ...validateScaleStatus(write.value, scale),
    ...addedListProblems(write, schema),
  ]);
}

/** An object as rules and schemas see it, and what it was. */
interface CustomWrite {
  readonly value: Fields;
  readonly old: Fields | undefined;
  readonly correlation: Correlation | undefined;
}

function writeOf({ schema = {} }: CustomResource, object: CustomObject, before: CustomObject | undefined, release: Release): CustomWrite {
  const value = { ...object, metadata: printMetadata(object.metadata, release) };
  const old = before && { ...before, metadata: printMetadata(before.metadata, release) };
  return { value, old, correlation: old && correlate(value, old, schema) };
}

/** Lists that were no sets and maps before need not become it. */
const addedListProblems = ({ value, old }: CustomWrite, schema: SchemaProps): FieldError[] =>
  old && validateListTypes(old, schema, root).length > 0 ? [] : validateListTypes(value, schema, root);

/** The errors and those of rules, which are only asked when none of the former blocks them. */
function withRules(
  { schema = {}, hasRules }: CustomResource,
  write: CustomWrite,
  release: Release,
  errors: readonly FieldError[],
): FieldError[] {
  if (!hasRules) return [...errors];
  if (errors.some(({ type }) => BLOCKING.includes(type))) return [...errors, rulesNotChecked()];
  return [...errors, ...validateRules(write, schema, root, release).errors];
}

/** What rules say of values that an update leaves as they are. */
function ruleWarnings(custom: CustomResource, object: CustomObject, old: CustomObject, { release }: RuleContext): readonly string[] {
  if (!custom.hasRules) return [];
  return validateRules(writeOf(custom, object, old, release), custom.schema ?? {}, root, release).warnings;
}

/** Errors after which rules (`x-kubernetes-validations`) are not asked, because they may count on the schema. */
const BLOCKING: readonly FieldError['type'][] = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

const rulesNotChecked = (): FieldError =>
  invalid(
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
