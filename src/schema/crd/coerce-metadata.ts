import { invalid, type FieldError } from '../../model/field-error.ts';
import { child, index, key, pathText, type FieldPath } from '../../model/field-path.ts';
import { verbatim } from '../../model/field-error.ts';
import { sortedGoJson } from '../../model/sorted-json.ts';
import type { Release } from '../release.ts';
import { decodeMetadata, printMetadata, salvageMetadata } from './decode-metadata.ts';
import { asResource, itemsOf, propertyOf, valuesOf, type SchemaProps } from './schema-props.ts';
import { isFields, type Fields } from './value.ts';

export interface CoerceOptions {
  readonly release: Release;
  /** Drop what cannot be decoded instead of objecting to it. */
  readonly dropInvalid: boolean;
}

export interface Coerced {
  readonly problem?: FieldError;
  /** Unknown fields of the metadata of embedded objects. */
  readonly unknown: readonly string[];
}

/** Brings `metadata` of embedded objects (and of the object itself when `isRoot`) into the form of the server. Changes `value`. */
export function coerceMetadata(
  value: unknown,
  schema: SchemaProps | undefined,
  at: FieldPath,
  isRoot: boolean,
  options: CoerceOptions,
): Coerced {
  const unknown: string[] = [];
  const problem = coerce(value, isRoot ? asResource(schema ?? {}) : schema, at, unknown, options);
  return problem ? { problem, unknown } : { unknown };
}

function coerce(
  value: unknown,
  schema: SchemaProps | undefined,
  at: FieldPath,
  unknown: string[],
  options: CoerceOptions,
): FieldError | undefined {
  if (!schema) return undefined;
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const problem = coerce(item, itemsOf(schema), index(at, i), unknown, options);
      if (problem) return problem;
    }
  }
  if (!isFields(value)) return undefined;
  for (const name of Object.keys(value)) {
    const own = schema['x-kubernetes-embedded-resource'] ? coerceMember(value, name, at, unknown, options) : undefined;
    const property = propertyOf(schema, name);
    const below = property ? child(at, name) : key(at, name);
    const problem = own ?? coerce(value[name], property ?? valuesOf(schema), below, unknown, options);
    if (problem) return problem;
  }
  return undefined;
}

/** One of the fields that every object has. */
function coerceMember(object: Fields, name: string, at: FieldPath, unknown: string[], options: CoerceOptions): FieldError | undefined {
  const value = object[name];
  if (name === 'apiVersion' || name === 'kind') {
    if (typeof value === 'string') return undefined;
    if (options.dropInvalid) delete object[name];
    return options.dropInvalid ? undefined : invalid(child(at, name), shownValue(value), 'must be a string');
  }
  if (name !== 'metadata') return undefined;
  const decoded = decodeMetadata(value, options.release);
  if (decoded.problem === undefined) {
    const prefix = pathText(child(at, 'metadata'));
    unknown.push(...decoded.unknown.map((path) => `${prefix}.${path}`));
    object.metadata = printMetadata(decoded.metadata, options.release);
    return undefined;
  }
  if (!options.dropInvalid) return invalid(child(at, 'metadata'), shownValue(value), decoded.problem);
  const salvaged = salvageMetadata(value, options.release);
  if (salvaged) object.metadata = printMetadata(salvaged, options.release);
  return undefined;
}

/** A JSON value as messages show it: text quoted, everything else as JSON with sorted keys. */
export const shownValue = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? verbatim(sortedGoJson(value)) : value;
