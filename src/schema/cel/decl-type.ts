import { itemsOf, valuesOf, type SchemaProps } from '../crd/schema-props.ts';
import { escapeName, isReservedWord } from './escape.ts';
import { asRuleResource } from './resource-schema.ts';
import type { TypeProvider } from './type-provider.ts';
import { BOOL, BYTES, DOUBLE, DURATION, DYN, INT, listType, mapType, STRING, structType, TIMESTAMP, type CelType } from './types.ts';

/** What a schema is to rules: its type, and bounds on how large its values can be, which costs are estimated by. */
export type DeclType = ScalarDecl | ListDecl | MapDecl | ObjectDecl;
interface Bounds {
  /** The most code points, items or entries a value can have. */
  readonly maxElements: number;
  /** The fewest bytes of a value in JSON. */
  readonly minSize: number;
}
export interface ScalarDecl extends Bounds {
  readonly kind: 'scalar';
  readonly type: CelType;
}
export interface ListDecl extends Bounds {
  readonly kind: 'list';
  readonly element: DeclType;
}
export interface MapDecl extends Bounds {
  readonly kind: 'map';
  readonly key: DeclType;
  readonly element: DeclType;
  /** Whether estimates take any name for a field that has the type of the elements. */
  readonly hasAllNames?: boolean;
}
export interface ObjectDecl extends Bounds {
  readonly kind: 'object';
  /** By escaped name. */
  readonly fields: ReadonlyMap<string, DeclType>;
}

export const MAX_REQUEST_BYTES = 3 * 1024 * 1024;
const MAX_TEXT = MAX_REQUEST_BYTES - 2;
const DURATION_SIZE = { min: 3, max: 32 };
const DATE_SIZE = 12;
const DATE_TIME_SIZE = { min: 21, max: 32 };

const scalar = (type: CelType, minSize: number, maxElements = 0): ScalarDecl => ({ kind: 'scalar', type, minSize, maxElements });
const TEXT_KEY = scalar(STRING, 2);

const known = new WeakMap<SchemaProps, DeclType | 'none'>();

/** The type of a structural schema; undefined where rules cannot see it: unknown fields, lists without items. */
export function declTypeOf(schema: SchemaProps, isResource = false): DeclType | undefined {
  const seen = isResource ? asRuleResource(schema) : schema;
  const found = known.get(seen);
  if (found) return found === 'none' ? undefined : found;
  const made = declare(seen);
  known.set(seen, made ?? 'none');
  return made;
}

const declBelow = (schema: SchemaProps): DeclType | undefined => declTypeOf(schema, schema['x-kubernetes-embedded-resource'] === true);
const positive = (value: number): number => Math.max(value, 0);

function declare(schema: SchemaProps): DeclType | undefined {
  if (schema['x-kubernetes-int-or-string'])
    return scalar(DYN, 1, schema.maxLength === undefined ? MAX_TEXT : positive(schema.maxLength) * 4);
  switch (schema.type) {
    case 'array': {
      const items = itemsOf(schema);
      const element = items && declBelow(items);
      if (!element) return undefined;
      const maxElements = schema.maxItems === undefined ? Math.floor(MAX_TEXT / (element.minSize + 1)) : positive(schema.maxItems);
      return { kind: 'list', element, maxElements, minSize: 2 };
    }
    case 'object':
      return declareObject(schema);
    case 'string':
      return declareText(schema);
    case 'boolean':
      return scalar(BOOL, 4);
    case 'number':
      return scalar(DOUBLE, 1);
    case 'integer':
      return scalar(INT, 1);
    default:
      return undefined;
  }
}

function declareObject(schema: SchemaProps): DeclType | undefined {
  const values = valuesOf(schema);
  if (values) {
    const element = declBelow(values);
    if (!element) return undefined;
    const maxElements = schema.maxProperties === undefined ? Math.floor(MAX_TEXT / (element.minSize + 6)) : positive(schema.maxProperties);
    return { kind: 'map', key: TEXT_KEY, element, maxElements, minSize: 2 };
  }
  const fields = new Map<string, DeclType>();
  let minSize = 2;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const type = declBelow(property);
    if (!type) continue;
    const escaped = escapeName(name);
    if (escaped !== undefined) fields.set(escaped, type);
    if (schema.required?.includes(name) && property.default === undefined)
      minSize += new TextEncoder().encode(name).length + type.minSize + 4;
  }
  return { kind: 'object', fields, maxElements: 0, minSize };
}

function declareText({ format, maxLength, enum: values }: SchemaProps): DeclType {
  switch (format) {
    case 'byte':
      return scalar(BYTES, 2, maxLength === undefined ? MAX_TEXT : positive(maxLength));
    case 'duration':
      return scalar(DURATION, DURATION_SIZE.min, DURATION_SIZE.max);
    case 'date':
      return scalar(TIMESTAMP, DATE_SIZE, DATE_SIZE);
    case 'date-time':
      return scalar(TIMESTAMP, DATE_TIME_SIZE.min, DATE_TIME_SIZE.max);
  }
  if (maxLength !== undefined) return scalar(STRING, 2, positive(maxLength) * 4);
  const texts = (values ?? []).map((value) => (typeof value === 'string' ? new TextEncoder().encode(value).length : 0));
  return scalar(STRING, 2, texts.length > 0 ? Math.max(...texts) : MAX_TEXT);
}

/** Types of a declaration under names: `selfType.spec` is the type of the field `spec` of `selfType`. */
export interface NamedTypes {
  readonly type: CelType;
  readonly provider: TypeProvider;
}

/** Names the objects of a declaration by their way from its root. */
export function nameTypes(root: DeclType, rootName: string): NamedTypes {
  const objects = new Map<string, ObjectDecl>();
  const typeOf = (decl: DeclType, name: string): CelType => {
    switch (decl.kind) {
      case 'scalar':
        return decl.type;
      case 'list':
        return listType(typeOf(decl.element, `${name}.@idx`));
      case 'map':
        return mapType(typeOf(decl.key, name), typeOf(decl.element, `${name}.@elem`));
      case 'object':
        objects.set(name, decl);
        return structType(name);
    }
  };
  const provider: TypeProvider = {
    hasType: (name) => objects.has(name),
    fieldType: (typeName, field) => {
      const fields = objects.get(typeName)?.fields;
      const name = fields?.has(field) || !isReservedWord(field) ? field : `__${field}__`;
      const decl = fields?.get(name);
      return decl && typeOf(decl, `${typeName}.${name}`);
    },
  };
  return { type: typeOf(root, rootName), provider };
}
