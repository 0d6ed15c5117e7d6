import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The part of an OpenAPI v3 schema that an import reads. */
export interface OpenApiSchema {
  readonly type?: string;
  readonly format?: string;
  readonly $ref?: string;
  readonly allOf?: readonly OpenApiSchema[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
}

/** A resource or subresource (`pods/status`) of aggregated discovery. */
export interface DiscoveredResource {
  readonly name: string;
  readonly singularName: string;
  readonly namespaced: boolean;
  readonly kind: string;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[] | null;
  readonly group: string | null;
  readonly version: string | null;
}
export interface DiscoveredGroupVersion {
  readonly groupVersion: string;
  readonly resources: readonly DiscoveredResource[];
}

/** What an API server of one release serves, read from a directory of `kubectl get --raw /openapi/v3/…` answers and discovery. */
export interface OpenApi {
  /** By Go name: `k8s.io/api/core/v1.PodSpec`. */
  readonly schemas: ReadonlyMap<string, OpenApiSchema>;
  readonly discovery: readonly DiscoveredGroupVersion[];
  readonly servedByDefault: ReadonlySet<string>;
}

export function readOpenApi(directory: string): OpenApi {
  const schemas = new Map<string, OpenApiSchema>();
  for (const file of readdirSync(directory)
    .filter((name) => /^apis?__/.test(name))
    .sort()) {
    const document: { components: { schemas: Record<string, OpenApiSchema> } } = readJson(join(directory, file));
    for (const [name, schema] of Object.entries(document.components.schemas)) schemas.set(goNameOf(name), schema);
  }
  return {
    schemas,
    discovery: readJson<DiscoveredGroupVersion[]>(join(directory, 'discovery.json')),
    servedByDefault: new Set(readJson<string[]>(join(directory, 'served-by-default.json'))),
  };
}

export const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** `io.k8s.api.core.v1.PodSpec` → `k8s.io/api/core/v1.PodSpec`. */
export function goNameOf(name: string): string {
  const parts = name.split('.');
  return `k8s.io/${parts.slice(2, -1).join('/')}.${parts.at(-1) ?? ''}`;
}
