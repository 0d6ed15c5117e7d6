import { loadDocumentation as load } from '../schema/load.ts';

export { loadSchemas, packageRoot } from '../schema/load.ts';
export { DEFAULT_RELEASE, parseRelease, RELEASES, type Release } from '../schema/release.ts';
export type { SchemaRegistry } from '../schema/registry.ts';

/** Documentation of a struct, or of one of its fields; empty where there is none. */
export function loadDocumentation(): (typeName: string, field?: string) => string {
  const documentation = load();
  return (typeName, field) => documentation.describe(typeName, field) ?? '';
}
