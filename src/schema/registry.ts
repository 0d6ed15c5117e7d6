import type { GroupVersionKind } from '../model/group-version-kind.ts';
import type { Release } from './release.ts';

/**
 * A Go type, as decoding needs it. Struct types are named by package and name (`k8s.io/api/core/v1.PodSpec`) and looked up when met.
 */
export type GoType =
  | { readonly kind: 'string' | 'bool' | 'int32' | 'int64' | 'int' | 'float64' | 'bytes'; readonly name: string }
  | { readonly kind: 'struct'; readonly name: string }
  | { readonly kind: 'pointer' | 'slice' | 'map'; readonly name: string; readonly element: GoType }
  | { readonly kind: 'quantity' | 'time' | 'micro-time' | 'duration' | 'int-or-string' | 'raw' | 'any'; readonly name: string };

/** A field of a struct: the names it has, its type, and what OpenAPI says of it. */
export interface Field {
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
  /** In declaration order. */
  readonly fields: readonly Field[];
  readonly byJson: ReadonlyMap<string, Field>;
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
  /** The struct of a full name; asking for one that does not exist is a bug. */
  struct(name: string): StructType;
}
