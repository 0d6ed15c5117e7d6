import { join } from 'node:path';
import { loadSchemas } from '../../src/schema/load.ts';
import { isObject, stringify, type Json, type JsonObject } from '../../src/model/json.ts';
import type { SourceFile } from '../../src/workspace/source-file.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { filesBelow, readText } from './read-cases.ts';

const TESTDATA = 'cmd/flux-schema/testdata/validate';

/** Valid and invalid resources of Flux, judged by CRDs made of the JSON schemas that fluxcd/flux-schema made of CRDs. */
export const fluxSchema: Corpus = {
  name: 'flux-schema',
  compares: 'accepted or refused',
  cases(folder) {
    const setup = definitionsOf(folder);
    return filesBelow(join(folder, TESTDATA, 'manifests'), '.yaml').flatMap((file) => {
      const text = readText(folder, join(TESTDATA, 'manifests', file));
      return readDocuments(file, text).map(({ index, range }): CorpusCase => ({
        kind: 'write',
        id: `${file}#${index}`,
        question: { registry: loadSchemas('1.37'), setup, writes: [{ verb: 'put', text: text.slice(range.start, range.end) }] },
        expected: { verdict: file.startsWith('valid') ? 'accepted' : 'rejected' },
      }));
    });
  },
};

function definitionsOf(folder: string): readonly SourceFile[] {
  return filesBelow(join(folder, TESTDATA, 'schemas'), '.json').flatMap((file) => {
    const [, group, lower, version] = /^(.*\.io)\/(\w+)_(\w+)\.json$/.exec(file) ?? [];
    const schema = JSON.parse(readText(folder, join(TESTDATA, 'schemas', file))) as Json;
    const kind = isObject(schema) && typeof schema.description === 'string' ? kindIn(schema.description, lower) : undefined;
    if (!group || !lower || !version || !kind) return [];
    const spec = {
      group,
      scope: 'Namespaced',
      names: { kind, plural: `${lower}s`, singular: lower, listKind: `${kind}List` },
      versions: [
        { name: version, served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: structural(schema) } },
      ],
    };
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${lower}s.${group}` },
      spec,
    };
    return [{ source: file, text: stringify(definition) }];
  });
}

const kindIn = (description: string, lower: string | undefined): string | undefined =>
  description.split(/\W+/).find((word) => word.toLowerCase() === lower);

/** Without what a CRD's schema may not say: that there are no other properties, and what metadata is. */
function structural(schema: Json | undefined): Json | undefined {
  if (Array.isArray(schema)) return schema.map((each: Json) => structural(each) ?? null);
  if (!isObject(schema)) return schema;
  const result: Record<string, Json | undefined> = {};
  for (const [name, value] of Object.entries(schema))
    if (name !== 'additionalProperties' || value !== false) result[name] = structural(value);
  const metadata: JsonObject = { type: 'object' };
  return isObject(result.properties) && isObject(result.properties.metadata) && isObject(result.properties.apiVersion)
    ? { ...result, properties: { ...result.properties, metadata } }
    : result;
}
