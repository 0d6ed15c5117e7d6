import { child, index, key, root, type FieldPath } from '../model/field-path.ts';
import { compareText, deepEqual, isObject, own, stringify, type Json, type JsonObject } from '../model/json.ts';
import { itemsOf, memberOf, propertyOf, valuesOf, type SchemaProps } from '../schema/crd/schema-props.ts';
import type { Field, GoType, SchemaRegistry } from '../schema/registry.ts';
import { align } from './align.ts';
import type { Change } from './change.ts';
import { listKeys, pairByKeys, schemaKeys, type Pairs } from './list-keys.ts';

/** A place in both objects. */
interface Place {
  readonly path: string;
  readonly before: FieldPath;
  readonly after: FieldPath;
}

/**
 * What is known of the values at a place. Custom resources have no type but the schema of their CRD; where neither is there, lists of named items are keyed
 * by `name`.
 */
export interface Shape {
  readonly type?: GoType | undefined;
  readonly field?: Field | undefined;
  readonly schema?: SchemaProps | undefined;
}

/**
 * The differences between two objects of one shape, in field order. Lists with keys are compared item by item wherever the items stand, other lists along
 * their longest common subsequence; an empty list or map is an absent one. Values count as they are: decode and default them first.
 */
export function compare(before: JsonObject, after: JsonObject, shape: Shape, registry: SchemaRegistry): Change[] {
  const changes: Change[] = [];
  compareValues(before, after, shape, { path: '', before: root, after: root });
  return changes;

  function compareValues(b: Json | undefined, a: Json | undefined, shape: Shape, at: Place): void {
    if (deepEqual(b, a)) return;
    const places = { path: at.path, beforeAt: at.before, afterAt: at.after };
    if (isAbsent(b, shape.type)) {
      if (!isAbsent(a, shape.type)) changes.push({ kind: 'added', ...places, after: a });
    } else if (isAbsent(a, shape.type)) changes.push({ kind: 'removed', ...places, before: b });
    else if (isObject(b) && isObject(a)) compareObjects(b, a, shape, at);
    else if (Array.isArray(b) && Array.isArray(a)) compareLists(b, a, shape, at);
    else changes.push({ kind: 'changed', ...places, before: b, after: a });
  }

  function compareObjects(b: JsonObject, a: JsonObject, shape: Shape, at: Place): void {
    const type = target(shape.type);
    const isStruct = type?.kind === 'struct' && registry.hasStruct(type.name);
    const members = isStruct ? registry.struct(type.name).byJson : undefined;
    for (const name of keysOf(b, a, members?.keys() ?? [])) {
      const field = members?.get(name)?.field;
      const { schema } = shape;
      const isEntry = type?.kind === 'map' || (schema !== undefined && !propertyOf(schema, name) && valuesOf(schema) !== undefined);
      const inner = schema ? memberShape(schema, name, at) : type?.kind === 'map' ? { type: type.element } : { type: field?.type, field };
      compareValues(own(b, name), own(a, name), inner, isEntry ? entryPlace(at, name) : fieldPlace(at, name));
    }
  }

  function compareLists(b: readonly Json[], a: readonly Json[], shape: Shape, at: Place): void {
    const type = target(shape.type);
    const { field, schema } = shape;
    const item: Shape = schema ? { schema: itemsOf(schema) } : type?.kind === 'slice' ? { type: type.element } : {};
    const keys = schema ? schemaKeys(schema) : listKeys(field, b, a);
    const pairs = keys && pairByKeys(keys, b, a);
    if (pairs) return comparePairs(pairs, b, a, item, at);
    if ((schema ? schema['x-kubernetes-list-type'] : field?.listType) === 'set') return compareSets(b, a, at);
    for (const pair of align(b.map(canonicalText), a.map(canonicalText))) {
      const label = `[${pair.after ?? pair.before}]`;
      compareValues(
        itemOf(b, pair.before),
        itemOf(a, pair.after),
        item,
        itemPlace(at, label, pair.before ?? b.length, pair.after ?? a.length),
      );
    }
  }

  function comparePairs({ pairs, reordered }: Pairs, b: readonly Json[], a: readonly Json[], item: Shape, at: Place): void {
    for (const { label, before: i, after: j } of pairs) {
      compareValues(itemOf(b, i), itemOf(a, j), item, itemPlace(at, `[${label}]`, i ?? b.length, j ?? a.length));
    }
    if (reordered)
      changes.push({
        kind: 'reordered',
        path: at.path,
        beforeAt: at.before,
        afterAt: at.after,
        before: reordered.before,
        after: reordered.after,
      });
  }

  function compareSets(b: readonly Json[], a: readonly Json[], at: Place): void {
    const textsB = b.map(canonicalText);
    const textsA = a.map(canonicalText);
    b.forEach((value, i) => {
      if (!textsA.includes(textsB[i] ?? '')) compareValues(value, undefined, {}, itemPlace(at, `[${i}]`, i, a.length));
    });
    a.forEach((value, j) => {
      if (!textsB.includes(textsA[j] ?? '')) compareValues(undefined, value, {}, itemPlace(at, `[${j}]`, b.length, j));
    });
    const kept = textsA.filter((text) => textsB.includes(text));
    if (
      !deepEqual(
        kept,
        textsB.filter((text) => textsA.includes(text)),
      )
    ) {
      changes.push({ kind: 'reordered', path: at.path, beforeAt: at.before, afterAt: at.after, before: b, after: a });
    }
  }
}

/** Metadata is that of any object, whatever a schema says of it. */
const memberShape = (schema: SchemaProps, name: string, { path }: Place): Shape =>
  path === '' && name === 'metadata' ? { type: OBJECT_META } : { schema: memberOf(schema, name) };

const OBJECT_META: GoType = { kind: 'struct', name: 'k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta' };

/** Whether the API server keeps nothing of a value: no value, `null`, an empty list or map. */
function isAbsent(value: Json | undefined, type: GoType | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (type?.kind === 'slice') return Array.isArray(value) && value.length === 0;
  return type?.kind === 'map' && isObject(value) && Object.keys(value).length === 0;
}

const target = (type: GoType | undefined): GoType | undefined => (type?.kind === 'pointer' ? type.element : type);

const itemOf = (list: readonly Json[], at: number | undefined): Json | undefined => (at === undefined ? undefined : list[at]);

const canonicalText = (value: Json): string => stringify(value, { sorted: true });

/** Keys of both in the order of `known`, then the others sorted. */
function keysOf(b: JsonObject, a: JsonObject, known: Iterable<string>): string[] {
  const rest = new Set([...Object.keys(b), ...Object.keys(a)]);
  const ordered = [...known].filter((name) => rest.delete(name));
  return [...ordered, ...[...rest].sort(compareText)];
}

const fieldPlace = (at: Place, name: string): Place => ({
  path: at.path === '' ? name : `${at.path}.${name}`,
  before: child(at.before, name),
  after: child(at.after, name),
});

const entryPlace = (at: Place, name: string): Place => ({
  path: `${at.path}[${name}]`,
  before: key(at.before, name),
  after: key(at.after, name),
});

const itemPlace = (at: Place, label: string, i: number, j: number): Place => ({
  path: `${at.path}${label}`,
  before: index(at.before, i),
  after: index(at.after, j),
});
