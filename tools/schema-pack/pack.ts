import { invariant } from '../../src/model/invariant.ts';
import { compareText } from '../../src/model/json.ts';
import { namedCollection, type GoField, type GoStructs } from './go-structs.ts';
import type { OpenApi, OpenApiSchema } from './openapi.ts';
import { isAlways } from './omit-empty.ts';

/** A field as a line of `types.jsonl` holds it: JSON name (empty when inline), Go name, Go type, facts. */
export type PackedField = readonly [json: string, go: string, type: string, facts?: PackedFacts];
export interface PackedFacts {
  always?: true;
  required?: true;
  default?: unknown;
  enum?: readonly string[];
  format?: string;
  listType?: string;
  listMapKeys?: readonly string[];
  mapType?: string;
  patchStrategy?: readonly string[];
  patchMergeKey?: string;
}

export interface PackedResource {
  group: string;
  version: string;
  kind: string;
  plural: string;
  singular: string;
  shortNames?: readonly string[];
  namespaced?: true;
  verbs: readonly string[];
  subresources?: readonly string[];
  servedByDefault?: true;
  type: string;
}

/** Types whose JSON is not that of their fields. */
const OPAQUE = new Set([
  'k8s.io/apimachinery/pkg/api/resource.Quantity',
  'k8s.io/apimachinery/pkg/apis/meta/v1.Time',
  'k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime',
  'k8s.io/apimachinery/pkg/apis/meta/v1.Duration',
  'k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1',
  'k8s.io/apimachinery/pkg/util/intstr.IntOrString',
  'k8s.io/apimachinery/pkg/runtime.RawExtension',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrArray',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrBool',
  'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaPropsOrStringArray',
]);
const SCALARS = new Set(['string', 'bool', 'int', 'int32', 'int64', 'float64', 'uint8']);

/** A type as a line of `types.jsonl` holds it after its name: fields, and what differs from nothing of the type itself. */
export type PackedType = readonly [fields: readonly PackedField[], facts?: { readonly mapType: string }];

/** All struct types that `roots` reach. */
export function packTypes(openApi: OpenApi, structs: GoStructs, roots: readonly string[]): Map<string, PackedType> {
  const fieldsOf = packFields(openApi, structs, roots);
  return new Map(
    [...fieldsOf].map(([name, fields]) => {
      const mapType = openApi.schemas.get(name)?.['x-kubernetes-map-type'];
      return [name, mapType === undefined ? [fields] : [fields, { mapType }]];
    }),
  );
}

function packFields(openApi: OpenApi, structs: GoStructs, roots: readonly string[]): Map<string, PackedField[]> {
  const packed = new Map<string, PackedField[]>();
  const visit = (name: string, outer?: OpenApiSchema): void => {
    if (packed.has(name) || OPAQUE.has(name)) return;
    const fields = structs[name];
    invariant(fields, `no Go fields of ${name}`);
    const schema = openApi.schemas.get(name) ?? outer;
    const inPackage = name.slice(0, name.lastIndexOf('.'));
    const out: PackedField[] = [];
    packed.set(name, out);
    for (const field of fields) {
      if (field.json === '-') continue;
      const isInline = field.inline === true && (field.json ?? '') === '';
      const property = schema?.properties?.[field.json ?? ''];
      if (!isInline && !property) continue;
      const type = spell(field.type, property, { inPackage, structs, visit: (struct) => visit(struct, isInline ? schema : undefined) });
      out.push(isInline ? ['', field.name, type] : packField(name, field, type, property ?? {}, schema));
    }
    checkComplete(name, out, openApi.schemas.get(name), packed);
  };
  for (const root of roots) visit(root);
  return packed;
}

/** Whether every property that OpenAPI knows has become a field. */
function checkComplete(
  name: string,
  fields: readonly PackedField[],
  schema: OpenApiSchema | undefined,
  packed: ReadonlyMap<string, readonly PackedField[]>,
): void {
  const known = new Set<string>();
  const collect = (list: readonly PackedField[]): void => {
    for (const [json, , type] of list) {
      if (json === '') collect(packed.get(type.replace(/^\*/, '')) ?? []);
      else known.add(json);
    }
  };
  collect(fields);
  const missing = Object.keys(schema?.properties ?? {}).filter((property) => !known.has(property));
  invariant(missing.length === 0, `${name}: no Go field for ${missing.join(', ')}`);
}

function packField(owner: string, field: GoField, type: string, property: OpenApiSchema, schema: OpenApiSchema | undefined): PackedField {
  const facts: PackedFacts = {};
  const json = field.json ?? '';
  const isRequired = schema?.required?.includes(json) === true;
  if (isAlways(owner, json, type, isRequired, property.default)) facts.always = true;
  if (isRequired) facts.required = true;
  if (property.default !== undefined && !isEmptyDefault(property.default)) facts.default = property.default;
  const values = property.enum ?? property.items?.enum;
  if (values) facts.enum = values;
  if (property.format !== undefined && !/^(int32|int64|double|byte)$/.test(property.format)) facts.format = property.format;
  const listType = property['x-kubernetes-list-type'];
  if (listType !== undefined) facts.listType = listType;
  const keys = property['x-kubernetes-list-map-keys'];
  if (keys) facts.listMapKeys = keys;
  const mapType = property['x-kubernetes-map-type'];
  if (mapType !== undefined) facts.mapType = mapType;
  const strategy = property['x-kubernetes-patch-strategy'];
  if (strategy !== undefined) facts.patchStrategy = strategy.split(',');
  const mergeKey = property['x-kubernetes-patch-merge-key'];
  if (mergeKey !== undefined) facts.patchMergeKey = mergeKey;
  return Object.keys(facts).length > 0 ? [json, field.name, type, facts] : [json, field.name, type];
}

/** OpenAPI's word for "this is no pointer and is always written", not a default of the API. */
const isEmptyDefault = (value: unknown): boolean =>
  value === '' || value === 0 || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** What spelling a type needs to know: where it stands, and what to do with structs that are met. */
interface Spelling {
  readonly inPackage: string;
  readonly structs: GoStructs;
  readonly visit: (struct: string) => void;
}

/** A Go type as the pack spells it: named scalars get `=kind` from OpenAPI, named collections their name back. */
function spell(type: string, property: OpenApiSchema | undefined, spelling: Spelling): string {
  const named = type.includes('=') ? type : namedCollection(spelling.inPackage, type);
  const [, name, underlying] = /^([\w./-]+)=(.*)$/.exec(named) ?? [];
  if (name !== undefined && underlying !== undefined) return `${name}=${spellUnnamed(underlying, property, spelling)}`;
  return spellUnnamed(named, property, spelling);
}

function spellUnnamed(type: string, property: OpenApiSchema | undefined, spelling: Spelling): string {
  if (type.startsWith('*')) return `*${spell(type.slice(1), property, spelling)}`;
  if (type === '[]uint8' || SCALARS.has(type) || OPAQUE.has(type)) return type;
  if (type.startsWith('[]')) return `[]${spell(type.slice(2), property?.items, spelling)}`;
  const [, key, value] = /^map\[([^\]]+)\](.*)$/.exec(type) ?? [];
  if (key !== undefined && value !== undefined) {
    return `map[${key === 'string' ? key : `${key}=string`}]${spell(value, property?.additionalProperties, spelling)}`;
  }
  if (!spelling.structs[type]) return `${type}=${scalarKind(type, property)}`;
  spelling.visit(type);
  return type;
}

function scalarKind(type: string, property: OpenApiSchema | undefined): string {
  switch (property?.type) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'integer':
      return property.format === 'int64' ? 'int64' : 'int32';
    default:
      throw new Error(`${type}: what is a ${JSON.stringify(property)}?`);
  }
}

/** The resources of a release, by group, version and kind, each with its Go struct. */
export function packResources(openApi: OpenApi): PackedResource[] {
  const typeOf = new Map<string, string>();
  for (const [name, schema] of openApi.schemas) {
    const list = schema['x-kubernetes-group-version-kind'] ?? [];
    if (list.length === 1) for (const { group, version, kind } of list) typeOf.set(`${group}/${version}/${kind}`, name);
  }
  const resources: PackedResource[] = [];
  for (const { groupVersion, resources: listed } of openApi.discovery) {
    const [group = '', version = ''] = groupVersion.includes('/') ? groupVersion.split('/') : ['', groupVersion];
    for (const resource of listed.filter(({ name }) => !name.includes('/'))) {
      const type = typeOf.get(`${group}/${version}/${resource.kind}`);
      invariant(type, `no schema of ${groupVersion} ${resource.kind}`);
      const subresources = listed
        .filter(({ name }) => name.startsWith(`${resource.name}/`))
        .map(({ name }) => name.slice(resource.name.length + 1));
      resources.push({
        group,
        version,
        kind: resource.kind,
        plural: resource.name,
        singular: resource.singularName,
        ...(resource.shortNames && { shortNames: resource.shortNames }),
        ...(resource.namespaced && { namespaced: true }),
        verbs: resource.verbs,
        ...(subresources.length > 0 && { subresources: subresources.sort(compareText) }),
        ...(openApi.servedByDefault.has(groupVersion) && { servedByDefault: true }),
        type,
      });
    }
  }
  return resources.sort((a, b) => compareText(a.group, b.group) || compareText(a.version, b.version) || compareText(a.kind, b.kind));
}

/** Go structs of kinds that only subresources take: `Scale`, `Eviction`, `TokenRequest`. */
export function subresourceTypes(openApi: OpenApi): string[] {
  const names = new Set<string>();
  for (const { groupVersion, resources } of openApi.discovery) {
    for (const resource of resources.filter(({ name, kind }) => name.includes('/') && !kind.endsWith('Options'))) {
      const gv = resource.version === null ? groupVersion : `${resource.group ?? ''}/${resource.version}`;
      for (const [name, schema] of openApi.schemas) {
        const [only, ...more] = schema['x-kubernetes-group-version-kind'] ?? [];
        if (
          only &&
          more.length === 0 &&
          only.kind === resource.kind &&
          (only.group === '' ? only.version : `${only.group}/${only.version}`) === gv
        )
          names.add(name);
      }
    }
  }
  return [...names].sort(compareText);
}
