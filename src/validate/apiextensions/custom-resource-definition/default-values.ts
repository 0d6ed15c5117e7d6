import { fieldErrorText, invalid, type FieldError } from '../../../model/field-error.ts';
import { child, key, root, type FieldPath } from '../../../model/field-path.ts';
import { deepCopy, deepEqual } from '../../../model/json.ts';
import { validateRules } from '../../../schema/cel/validation-rules.ts';
import { coerceMetadata, shownValue } from '../../../schema/crd/coerce-metadata.ts';
import { pruneUnknownFields } from '../../../schema/crd/prune.ts';
import { asResource, itemsOf, META_FIELDS, type SchemaProps } from '../../../schema/crd/schema-props.ts';
import { inside, ITEM, ROOT, surround, type Surrounding } from '../../../schema/crd/surrounding.ts';
import { validateValue } from '../../../schema/crd/validate-value.ts';
import type { Fields } from '../../../schema/crd/value.ts';
import type { Release } from '../../../schema/release.ts';
import { joinedErrors, validateEmbeddedObjects } from '../../custom-resource/embedded-objects.ts';
import type { CrdOptions } from './options.ts';

/** Where a schema with a default may stand. */
interface Position {
  readonly at: FieldPath;
  /** The object around: the whole one or an embedded one. */
  readonly object: SchemaProps;
  /** The way there from that object. */
  readonly place: Surrounding;
  /** Whether it is a part of `apiVersion`, `kind` or `metadata`. */
  readonly isInsideMeta: boolean;
}

/** That each default of a structural schema obeys it and holds no unknown fields. Defaults of map values are forbidden elsewhere. */
export const validateDefaults = (schema: SchemaProps, at: FieldPath, options: CrdOptions): FieldError[] => {
  const object = asResource(schema);
  return validate(object, { at, object, place: ROOT, isInsideMeta: false }, options);
};

function validate(schema: SchemaProps, given: Position, options: CrdOptions): FieldError[] {
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const position = isEmbedded ? { ...given, object: schema, place: ROOT, isInsideMeta: false } : given;
  const { at, place, isInsideMeta } = position;
  const items = itemsOf(schema);
  const errors = schema.default === undefined ? [] : validateDefault(schema, position, options);
  if (items) errors.push(...validate(items, { ...position, at: child(at, 'items'), place: inside(place, ITEM) }, options));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const below = {
      ...position,
      at: key(child(at, 'properties'), name),
      place: inside(place, name),
      isInsideMeta: isInsideMeta || (isEmbedded && META_FIELDS.has(name)),
    };
    errors.push(...validate(property, below, options));
  }
  return errors;
}

function validateDefault(schema: SchemaProps, { at, object, place, isInsideMeta }: Position, options: CrdOptions): FieldError[] {
  const { release, requirePrunedDefaults } = options;
  const there = child(at, 'default');
  const value = deepCopy(schema.default);
  if (isInsideMeta) {
    const problem = metadataProblem(withTypeMeta(surround(place, value) ?? {}), object, options);
    if (problem !== undefined) return [invalid(there, shownValue(schema.default), `must result in valid metadata: ${problem}`)];
    return [...validateDefaultValue(schema.default, schema, there, release)];
  }
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const errors: FieldError[] = [];
  if (requirePrunedDefaults) {
    const pruned = deepCopy(schema.default);
    pruneUnknownFields(pruned, schema, isEmbedded);
    if (!deepEqual(pruned, schema.default)) errors.push(invalid(there, shownValue(schema.default), 'must not have unknown fields'));
  }
  const { problem } = coerceMetadata(value, schema, there, isEmbedded, { release, dropInvalid: false });
  if (problem) return [...errors, problem];
  const embedded = validateEmbeddedObjects(value, schema, there, isEmbedded, release);
  return [...errors, ...(embedded.length > 0 ? embedded : validateDefaultValue(value, schema, there, release))];
}

/** The value by its schema, then by rules: as one that was there before, and as a new one. */
function validateDefaultValue(value: unknown, schema: SchemaProps, at: FieldPath, release: Release): readonly FieldError[] {
  const errors = validateValue(value, schema, at, { release, isDefault: true });
  if (errors.length > 0) return errors;
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  const unchanged = validateRules({ value, old: value, isResource }, schema, at, release).errors;
  return unchanged.length > 0 ? unchanged : validateRules({ value, isResource }, schema, at, release).errors;
}

/** What is wrong with the metadata of an object that has only the default. */
function metadataProblem(value: Fields, object: SchemaProps, { release }: CrdOptions): string | undefined {
  const { problem } = coerceMetadata(value, object, root, true, { release, dropInvalid: false });
  if (problem) return fieldErrorText(problem);
  const errors = validateEmbeddedObjects(value, object, root, true, release);
  return errors.length > 0 ? joinedErrors(errors.map(fieldErrorText)) : undefined;
}

const withTypeMeta = (object: Fields): Fields => ({ kind: 'Validation', apiVersion: 'validation/v1', ...object });
