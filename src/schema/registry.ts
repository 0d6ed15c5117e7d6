import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { PolicyObject } from './policy.ts';
import type { Release } from './release.ts';

/**
 * A Go type, as decoding needs it. `name` is its text with full package paths: `k8s.io/api/core/v1.Protocol`, `[]k8s.io/api/core/v1.Container`,
 * `map[string]string`, `k8s.io/api/core/v1.ResourceList` (a map with a name of its own).
 */
export type GoType = ScalarType | StructReference | PointerType | CollectionType | OpaqueType;

export interface ScalarType {
  readonly kind: 'string' | 'bool' | 'int32' | 'int64' | 'float64' | 'bytes';
  readonly name: string;
}
/** A struct, looked up by name when it is met. */
export interface StructReference {
  readonly kind: 'struct';
  readonly name: string;
}
export interface PointerType {
  readonly kind: 'pointer';
  readonly name: string;
  readonly element: GoType;
}
/** Keys of maps are strings. */
export interface CollectionType {
  readonly kind: 'slice' | 'map';
  readonly name: string;
  readonly element: GoType;
}
/**
 * Types that read their JSON themselves. `raw` is `RawExtension`, `fields` is `FieldsV1`, `json` is any value in a CRD schema; `schema-or-…` are the
 * places of a CRD schema that take a schema or something else.
 */
export interface OpaqueType {
  readonly kind:
    | 'quantity'
    | 'time'
    | 'micro-time'
    | 'int-or-string'
    | 'raw'
    | 'fields'
    | 'json'
    | 'schema-or-array'
    | 'schema-or-bool'
    | 'schema-or-string-array';
  readonly name: string;
}

/** A field of a struct: the names it has, its type, and what OpenAPI says of it. */
export interface Field {
  /** Empty for an inline field. */
  readonly json: string;
  readonly go: string;
  readonly type: GoType;
  /** A struct whose fields stand in the place of this one. */
  readonly inline?: true;
  /** Written even when it is empty (no `omitempty`). */
  readonly always?: true;
  readonly required?: true;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly listType?: 'atomic' | 'set' | 'map';
  readonly listMapKeys?: readonly string[];
  readonly mapType?: 'atomic' | 'granular';
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[];
  readonly patchMergeKey?: string;
}

export interface StructType {
  /** Full name: `k8s.io/api/core/v1.PodSpec`. */
  readonly name: string;
  /** In declaration order, inline fields as such. */
  readonly fields: readonly Field[];
  /** In declaration order, with those of inline structs in their place. */
  readonly byJson: ReadonlyMap<string, Member>;
  /** Server-side apply takes an atomic struct as a whole. */
  readonly mapType?: 'atomic';
}

/** A field as JSON has it: of the struct itself, or of an inline one that `within` leads to (`['VolumeSource']`). */
export interface Member {
  readonly field: Field;
  readonly within: readonly string[];
}

/** A resource as discovery lists it. */
export interface Resource {
  readonly gvk: GroupVersionKind;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
  /** Whether a default API server serves it without flags. */
  readonly servedByDefault: boolean;
  /** Full name of its Go struct. */
  readonly type: string;
}

/** What one release knows of kinds and types. Lookups read only what they need. */
export interface SchemaRegistry {
  readonly release: Release;
  resource(gvk: GroupVersionKind): Resource | undefined;
  /** All resources in a fixed order (group, version, kind). */
  resources(): readonly Resource[];
  /** Whether the release has a struct of this name. */
  hasStruct(name: string): boolean;
  /** The struct of a full name; asking for one that does not exist is a bug. */
  struct(name: string): StructType;
  /** The RBAC policy that the release's API server writes when it first starts. */
  policy(): readonly PolicyObject[];
}

/** The type as Go prints it: `[]v1.Container`, `map[v1.ResourceName]resource.Quantity`. */
export const goTypeText = ({ name }: GoType): string => shortTypeName(name);

/** `k8s.io/api/core/v1.PodSpec` → `v1.PodSpec`. */
export const shortTypeName = (name: string): string => name.replace(/[\w.-]+\//g, '');

/** The type without the pointer it may have. */
export const pointee = (type: GoType): GoType => (type.kind === 'pointer' ? type.element : type);
