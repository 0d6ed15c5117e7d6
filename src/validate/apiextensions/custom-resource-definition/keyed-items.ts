import { forbidden, required, type FieldError } from '../../../model/field-error.ts';
import { child, key, type FieldPath } from '../../../model/field-path.ts';
import { itemsOf, propertyOf, type SchemaProps } from '../../../schema/crd/schema-props.ts';

/** A set whose items are lists or maps that are not taken as a whole. */
export function isNonAtomicSet(schema: SchemaProps): boolean {
  const items = itemsOf(schema);
  if (schema['x-kubernetes-list-type'] !== 'set' || !items) return false;
  if (items.type === 'array') return (items['x-kubernetes-list-type'] ?? 'atomic') !== 'atomic';
  return items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic';
}

/** That items of sets and maps are no nulls, and that every item has its keys. */
export function validateKeyedItems(schema: SchemaProps, at: FieldPath): FieldError[] {
  const items = itemsOf(schema);
  const listType = schema['x-kubernetes-list-type'];
  if (!items || (listType !== 'set' && listType !== 'map')) return [];
  const nullable = items.nullable
    ? [forbidden(child(at, 'items', 'nullable'), `cannot be nullable when x-kubernetes-list-type is ${listType}`)]
    : [];
  if (listType === 'set') return nullable;
  const keyErrors = (schema['x-kubernetes-list-map-keys'] ?? []).flatMap((name) => {
    const property = propertyOf(items, name);
    if (!property) return [];
    const there = key(child(at, 'items', 'properties'), name);
    const reason = 'this property is in x-kubernetes-list-map-keys, so it';
    return [
      ...(items.required?.includes(name) || property.default !== undefined
        ? []
        : [required(child(there, 'default'), `${reason} must have a default or be a required property`)]),
      ...(property.nullable ? [forbidden(child(there, 'nullable'), `${reason} cannot be nullable`)] : []),
    ];
  });
  return [...nullable, ...keyErrors];
}
