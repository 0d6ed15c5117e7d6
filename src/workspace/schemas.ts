import { enableApis, hasApi } from '../schema/enable-apis.ts';
import { loadDocumentation as load, loadSchemas } from '../schema/load.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Release } from '../schema/release.ts';

export { loadSchemas, packageRoot } from '../schema/load.ts';
export { DEFAULT_RELEASE, parseRelease, RELEASES, type Release } from '../schema/release.ts';
export type { SchemaRegistry } from '../schema/registry.ts';

/** Documentation of a struct, or of one of its fields; empty where there is none. */
export function loadDocumentation(): (typeName: string, field?: string) => string {
  const documentation = load();
  return (typeName, field) => documentation.describe(typeName, field) ?? '';
}

/** What a release knows of kinds, where its API server serves group versions besides those that are on by default. */
export const schemasWith = (release: Release, apis: readonly string[]): SchemaRegistry => enableApis(loadSchemas(release), apis);

/** Whether a release has a group version, on by default or not. */
export const releaseHasApi = (release: Release, api: string): boolean => hasApi(loadSchemas(release), api);
