import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invariant } from '../model/invariant.ts';
import { createDocumentation, type Documentation, type DocumentationIndex } from './documentation.ts';
import { createPackRegistry, type PackIndex } from './pack-registry.ts';
import type { SchemaRegistry } from './registry.ts';
import type { Release } from './release.ts';

const registries = new Map<Release, SchemaRegistry>();
let readTypeLine: ((offset: number) => string) | undefined;

/** What a release knows of kinds and types, from `schemas/` of the package. The same registry each time; types are parsed when they are first met. */
export function loadSchemas(release: Release): SchemaRegistry {
  let registry = registries.get(release);
  if (!registry) {
    const index = readJson<PackIndex>(join(schemasDirectory(), `v${release}.json`));
    readTypeLine ??= lineReader(join(schemasDirectory(), 'types.jsonl'));
    registry = createPackRegistry(index, readTypeLine, () => readFileSync(join(schemasDirectory(), 'policy.jsonl'), 'utf8'));
    registries.set(release, registry);
  }
  return registry;
}

let documentation: Documentation | undefined;

/** Upstream's documentation, which the build puts beside the schemas; one that knows nothing where it was not built. */
export function loadDocumentation(): Documentation {
  if (!documentation) {
    const directory = join(schemasDirectory(), 'documentation');
    const index = existsSync(join(directory, 'index.json')) ? readJson<DocumentationIndex>(join(directory, 'index.json')) : {};
    documentation = createDocumentation(index, lineReader(join(directory, 'types.jsonl')));
  }
  return documentation;
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Reads the file when the first line is asked for. */
function lineReader(file: string): (offset: number) => string {
  let text: Buffer | undefined;
  return (offset) => {
    text ??= readFileSync(file);
    return text.toString('utf8', offset, text.indexOf(0x0a, offset));
  };
}

const schemasDirectory = (): string => join(packageRoot(), 'schemas');

let root: string | undefined;

/** The directory that holds `schemas/`: the package's, whether this runs from `src/` or bundled from `dist/`. */
export function packageRoot(): string {
  if (root !== undefined) return root;
  const start = dirname(fileURLToPath(import.meta.url));
  for (let at = start; ; at = dirname(at)) {
    if (existsSync(join(at, 'schemas', 'types.jsonl'))) return (root = at);
    invariant(dirname(at) !== at, `no schemas/ above ${start}`);
  }
}
