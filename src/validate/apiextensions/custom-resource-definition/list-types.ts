import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, key, type FieldPath } from '../../../model/field-path.ts';
import { itemsOf, propertyOf, type SchemaProps } from '../../../schema/crd/schema-props.ts';
import { asJson } from '../../shared/checks.ts';
import { shown } from '../../shared/go-form.ts';
import { itemsForm, textsForm } from './go-forms.ts';
import { isNonAtomicSet, validateKeyedItems } from './keyed-items.ts';
import type { CrdOptions } from './options.ts';

/** `x-kubernetes-map-type`, `x-kubernetes-list-type` and the keys of lists of type `map`. */
export function validateListTypes(schema: SchemaProps, at: FieldPath, options: CrdOptions): FieldError[] {
  const mapType = schema['x-kubernetes-map-type'];
  const listType = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (mapType === undefined && listType === undefined && keys.length === 0) return [];
  const listTypeAt = child(at, 'x-kubernetes-list-type');
  return [
    ...(mapType === undefined ? [] : validateTypeIs('object', schema, 'must be object if x-kubernetes-map-type is specified', at)),
    ...(mapType === undefined || MAP_TYPES.includes(mapType) ? [] : [notSupported(child(at, 'x-kubernetes-map-type'), mapType, MAP_TYPES)]),
    ...(listType === undefined ? [] : validateListOf(schema, options, at)),
    ...(listType === undefined || LIST_TYPES.includes(listType) ? [] : [notSupported(listTypeAt, listType, LIST_TYPES)]),
    ...(keys.length === 0 ? [] : validateKeyedType(listType, listTypeAt)),
    ...(listType === 'map' ? validateKeyedList(schema, keys, at) : []),
    ...(options.requireProperKeys ? validateKeyedItems(schema, at) : []),
  ];
}

const MAP_TYPES = ['atomic', 'granular'];
const LIST_TYPES = ['atomic', 'set', 'map'];

function validateTypeIs(expected: string, { type = '' }: SchemaProps, detail: string, at: FieldPath): FieldError[] {
  if (type === expected) return [];
  return [type === '' ? required(child(at, 'type'), detail) : invalid(child(at, 'type'), type, detail)];
}

function validateListOf(schema: SchemaProps, { requireAtomicSets }: CrdOptions, at: FieldPath): FieldError[] {
  if (schema.type !== 'array') return validateTypeIs('array', schema, 'must be array if x-kubernetes-list-type is specified', at);
  const items = itemsOf(schema);
  if (!requireAtomicSets || !items || !isNonAtomicSet(schema)) return [];
  const name = items.type === 'array' ? 'x-kubernetes-list-type' : 'x-kubernetes-map-type';
  const detail = 'must be atomic as item of a list with x-kubernetes-list-type=set';
  return [invalid(child(at, 'items', name), asJson(items['x-kubernetes-list-type']), detail)];
}

function validateKeyedType(listType: string | undefined, at: FieldPath): FieldError[] {
  const detail = 'must be map if x-kubernetes-list-map-keys is non-empty';
  if (listType === 'map') return [];
  return [listType === undefined ? required(at, detail) : invalid(at, listType, detail)];
}

function validateKeyedList(schema: SchemaProps, keys: readonly string[], at: FieldPath): FieldError[] {
  const keysAt = child(at, 'x-kubernetes-list-map-keys');
  const itemsAt = child(at, 'items');
  const items = itemsOf(schema);
  const errors: FieldError[] = keys.length > 0 ? [] : [required(keysAt, 'must not be empty if x-kubernetes-list-type is map')];
  if (schema.items === undefined) errors.push(required(itemsAt, 'must have a schema if x-kubernetes-list-type is map'));
  else if (!items)
    errors.push(invalid(itemsAt, shown(itemsForm, schema.items), 'must only have a single schema if x-kubernetes-list-type is map'));
  else if (items.type !== 'object')
    errors.push(invalid(child(itemsAt, 'type'), items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"));
  else {
    for (const [i, name] of keys.entries()) {
      const property = propertyOf(items, name);
      if (!property) errors.push(invalid(keysAt, shown(textsForm, keys), 'entries must all be names of item properties'));
      else if (property.type === 'array' || property.type === 'object') {
        const typeAt = child(key(child(itemsAt, 'properties'), name), 'type');
        errors.push(invalid(typeAt, items.type, "must be a scalar type if parent array's x-kubernetes-list-type is map"));
      }
      if (keys.indexOf(name) < i) errors.push(invalid(keysAt, shown(textsForm, keys), 'must not contain duplicate entries'));
    }
  }
  return errors;
}
