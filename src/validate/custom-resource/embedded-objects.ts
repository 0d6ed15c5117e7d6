import { invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, index, key, type FieldPath } from '../../model/field-path.ts';
import { parseApiVersion } from '../../model/group-version-kind.ts';
import { decodeMetadata } from '../../schema/crd/decode-metadata.ts';
import { asResource, itemsOf, propertyOf, valuesOf, type SchemaProps } from '../../schema/crd/schema-props.ts';
import { isFields, type Fields } from '../../schema/crd/value.ts';
import type { Release } from '../../schema/release.ts';
import { isDns1035Label, isPathSegmentName } from '../shared/names.ts';
import { validateGenericObjectMeta } from '../shared/object-meta.ts';

/** That objects inside of a custom resource (`x-kubernetes-embedded-resource`), and it itself when `isRoot`, have a kind and proper metadata. */
export const validateEmbeddedObjects = (
  value: unknown,
  schema: SchemaProps | undefined,
  at: FieldPath,
  isRoot: boolean,
  release: Release,
): FieldError[] => validate(value, isRoot ? asResource(schema ?? {}) : schema, at, release);

function validate(value: unknown, schema: SchemaProps | undefined, at: FieldPath, release: Release): FieldError[] {
  if (!schema) return [];
  if (Array.isArray(value)) {
    const items = itemsOf(schema);
    return items ? value.flatMap((item, i) => validate(item, items, index(at, i), release)) : [];
  }
  if (!isFields(value)) return [];
  return [
    ...(schema['x-kubernetes-embedded-resource'] ? validateObject(value, at, release) : []),
    ...Object.keys(value).flatMap((name) => {
      const property = propertyOf(schema, name);
      return validate(value[name], property ?? valuesOf(schema), property ? child(at, name) : key(at, name), release);
    }),
  ];
}

/** Decoding has refused fields of other types. */
function validateObject(object: Fields, at: FieldPath, release: Release): FieldError[] {
  const missing = ['apiVersion', 'kind'].filter((name) => !Object.hasOwn(object, name));
  return [
    ...missing.map((name) => required(child(at, name))),
    ...Object.keys(object).flatMap((name) => {
      if (name === 'apiVersion') return validateApiVersion(object[name], child(at, name));
      if (name === 'kind') return validateKind(object[name], child(at, name));
      return name === 'metadata' ? validateMetadata(object[name], child(at, name), release) : [];
    }),
  ];
}

function validateApiVersion(value: unknown, at: FieldPath): FieldError[] {
  if (value === '') return [invalid(at, value, 'must not be empty')];
  return typeof value !== 'string' || parseApiVersion(value) ? [] : [invalid(at, value, `unexpected GroupVersion string: ${value}`)];
}

function validateKind(value: unknown, at: FieldPath): FieldError[] {
  if (value === '') return [invalid(at, value, 'must not be empty')];
  const problems = typeof value === 'string' ? isDns1035Label(value.toLowerCase()) : [];
  return problems.length > 0 ? [invalid(at, value, `may have mixed case, but should otherwise match: ${problems.join(',')}`)] : [];
}

function validateMetadata(value: unknown, at: FieldPath, release: Release): FieldError[] {
  const decoded = decodeMetadata(value, release);
  if (decoded.problem !== undefined) return [];
  const { metadata } = decoded;
  const named = { ...metadata, name: metadata.name || 'fakename' };
  const rule = { namespaced: !!metadata.namespace, format: isPathSegmentName, prefixFormat: isPathSegmentName };
  return validateGenericObjectMeta(named, rule, at);
}

/** The texts of errors in one line, as Go joins them. */
export const joinedErrors = (texts: readonly string[]): string =>
  texts.length === 1 ? (texts[0] ?? '') : `[${[...new Set(texts)].join(', ')}]`;
