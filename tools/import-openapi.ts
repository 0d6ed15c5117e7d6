/**
 * Writes `schemas/` from what API servers say of themselves: `npm run import-openapi -- DIR`, where DIR has `openapi/v1.NN/` (OpenAPI v3 of each group
 * version, discovery, group versions served by default) and `structs/v1.NN.json` (Go fields in declaration order). Facts only, no descriptions.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../src/model/json.ts';
import { RELEASES } from '../src/schema/release.ts';
import { declaredStructs, type GoStructs } from './schema-pack/go-structs.ts';
import { readJson, readOpenApi } from './schema-pack/openapi.ts';
import { packResources, packTypes, subresourceTypes } from './schema-pack/pack.ts';

const [source] = process.argv.slice(2);
if (source === undefined) {
  console.error('usage: npm run import-openapi -- DIR (with openapi/v1.NN/ and structs/v1.NN.json)');
  process.exit(2);
}
const target = join(import.meta.dirname, '..', 'schemas');

const packs = RELEASES.map((release) => {
  const openApi = readOpenApi(join(source, 'openapi', `v${release}`));
  const structs: GoStructs = { ...readJson<GoStructs>(join(source, 'structs', `v${release}.json`)), ...declaredStructs() };
  const resources = packResources(openApi);
  const roots = [...resources.map(({ type }) => type), ...subresourceTypes(openApi), 'k8s.io/apimachinery/pkg/apis/meta/v1.Status'];
  const types = new Map([...packTypes(openApi, structs, roots)].map(([name, type]) => [name, JSON.stringify([name, ...type])]));
  return { release, resources, types };
});

// One line per distinct type over all releases, sorted by name, the oldest first: a new release only adds lines.
const lines = [
  ...new Set(
    [...packs.flatMap(({ types }) => [...types].map(([name, line]) => ({ name, line })))]
      .sort((a, b) => compareText(a.name, b.name))
      .map(({ line }) => line),
  ),
];
const offsets = new Map<string, number>();
let offset = 0;
for (const line of lines) {
  offsets.set(line, offset);
  offset += Buffer.byteLength(line) + 1;
}

mkdirSync(target, { recursive: true });
writeFileSync(join(target, 'types.jsonl'), `${lines.join('\n')}\n`);
for (const { release, resources, types } of packs) {
  const index: Record<string, Record<string, number>> = {};
  for (const [name, line] of [...types].sort(([a], [b]) => compareText(a, b))) {
    const dot = name.lastIndexOf('.');
    (index[name.slice(0, dot)] ??= {})[name.slice(dot + 1)] = offsets.get(line) ?? 0;
  }
  const rows = resources.map((resource) => `  ${JSON.stringify(resource)}`).join(',\n');
  const packages = Object.entries(index)
    .map(([name, entry]) => `  ${JSON.stringify(name)}: ${JSON.stringify(entry)}`)
    .join(',\n');
  writeFileSync(
    join(target, `v${release}.json`),
    `{\n "release": "${release}",\n "resources": [\n${rows}\n ],\n "types": {\n${packages}\n }\n}\n`,
  );
}
console.error(`${lines.length} types, ${offset} bytes`);
