import { compareUtf8 } from '../../model/utf8-order.ts';
import { asResource, itemsOf, META_FIELDS, preservesUnknownFields, propertyOf, valuesOf, type SchemaProps } from './schema-props.ts';
import { isFields, type Fields } from './value.ts';

/**
 * Removes fields that the schema does not know, as the API server does with custom resources, and answers their paths in order: `spec.list[0].extra`.
 * Without a schema nothing is known. At the root of an object (`isRoot`) and of embedded ones, `apiVersion`, `kind` and `metadata` stay.
 */
export function pruneUnknownFields(value: unknown, schema: SchemaProps | undefined, isRoot: boolean): string[] {
  const unknown: string[] = [];
  prune(value, isRoot ? asResource(schema ?? {}) : schema, '', unknown);
  return unknown.sort(compareUtf8);
}

function prune(value: unknown, schema: SchemaProps | undefined, path: string, unknown: string[]): void {
  if (schema && preservesUnknownFields(schema)) skip(value, schema, path, unknown);
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) prune(item, schema && itemsOf(schema), `${path}[${i}]`, unknown);
  else if (isFields(value)) pruneFields(value, schema, path, unknown);
}

function pruneFields(fields: Fields, schema: SchemaProps | undefined, path: string, unknown: string[]): void {
  for (const name of Object.keys(fields)) {
    const at = path === '' ? name : `${path}.${name}`;
    if (schema?.['x-kubernetes-embedded-resource'] && META_FIELDS.has(name)) continue;
    const property = schema && propertyOf(schema, name);
    if (property) prune(fields[name], property, at, unknown);
    else if (schema?.additionalProperties !== undefined) prune(fields[name], valuesOf(schema), at, unknown);
    else {
      if (!schema || !META_FIELDS.has(name) || path !== '') unknown.push(at);
      delete fields[name];
    }
  }
}

/** Below `x-kubernetes-preserve-unknown-fields`: everything stays, but what has a schema of its own is pruned by it. */
function skip(value: unknown, schema: SchemaProps | undefined, path: string, unknown: string[]): void {
  if (!schema) return;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) skip(item, itemsOf(schema), `${path}[${i}]`, unknown);
  if (!isFields(value)) return;
  for (const name of Object.keys(value)) {
    if (schema['x-kubernetes-embedded-resource'] && META_FIELDS.has(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    const property = propertyOf(schema, name);
    if (property) prune(value[name], property, at, unknown);
    else if (schema.additionalProperties !== undefined) prune(value[name], valuesOf(schema), at, unknown);
  }
}
