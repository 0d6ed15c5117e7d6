import { apiVersionOf, gvkKey } from '../model/group-version-kind.ts';
import type { Resource, SchemaRegistry } from './registry.ts';

/** The registry of an API server with `--runtime-config=GROUP/VERSION=true` for each of `apis`: their resources count as served by default. */
export function enableApis(registry: SchemaRegistry, apis: readonly string[]): SchemaRegistry {
  if (apis.length === 0) return registry;
  const resources = registry
    .resources()
    .map((each): Resource => (apis.includes(apiVersionOf(each.gvk)) ? { ...each, servedByDefault: true } : each));
  const byGvk = new Map(resources.map((each) => [gvkKey(each.gvk), each]));
  return { ...registry, resources: () => resources, resource: (gvk) => byGvk.get(gvkKey(gvk)) };
}

/** Group versions that a release has schemas of and serves only when it is told to, in order. */
export function optionalApis(registry: SchemaRegistry): readonly string[] {
  const off = registry.resources().filter(({ servedByDefault }) => !servedByDefault);
  return [...new Set(off.map(({ gvk }) => apiVersionOf(gvk)))];
}

/** Whether a release has any resource of a group version, served by default or not. */
export const hasApi = (registry: SchemaRegistry, api: string): boolean => registry.resources().some(({ gvk }) => apiVersionOf(gvk) === api);
