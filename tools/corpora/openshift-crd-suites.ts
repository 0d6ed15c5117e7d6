import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import jsonPatch from 'fast-json-patch';
import { loadSchemas } from '../../src/schema/load.ts';
import { deepCopy, isObject, stringify, type JsonObject } from '../../src/model/json.ts';
import type { SourceFile } from '../../src/workspace/source-file.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { NO_SETUP, type Expectation, type Write } from './question.ts';
import { objectOf, optionalText, readCases, readText, textOf } from './read-cases.ts';

/**
 * The test suites of the CRDs of openshift/api: an object is created, or created and replaced, and is stored as expected or refused. Statuses are written
 * to the subresource afterwards. Some objects are created under an older schema than they are replaced under.
 */
export const openshiftCrdSuites: Corpus = {
  name: 'openshift-crd-suites',
  compares: 'what is stored, or what the refusal says',
  cases(folder) {
    const setups = new Map<string, readonly SourceFile[]>();
    return readCases(folder).map((each): CorpusCase => {
      const file = definitionFile(folder, each);
      const definition = definitionOf(folder, file);
      const setup = setups.get(file) ?? [{ source: file, text: stringify(definition) }];
      setups.set(file, setup);
      const patches = each.initialCRDPatches;
      const writes = writesOf(each);
      return {
        kind: 'write',
        id: textOf(each, 'id'),
        question: {
          registry: loadSchemas('1.37'),
          setup: Array.isArray(patches) ? NO_SETUP : setup,
          writes: Array.isArray(patches) ? aroundPatch(definition, patches, writes) : writes,
        },
        expected: expectationOf(each),
      };
    });
  },
};

/** The definition that has what the suite's feature gates bring, where there is one. */
function definitionFile(folder: string, each: JsonObject): string {
  const file = textOf(each, 'crdFile');
  const gates = Array.isArray(each.featureGates) ? each.featureGates.map(String) : [];
  const gated = join(dirname(file), `${gates.join('+')}.yaml`);
  return existsSync(join(folder, gated)) ? gated : file;
}

/** The definitions before their generator merges them carry an annotation without a name, which no server takes. */
function definitionOf(folder: string, file: string): JsonObject {
  const value = documentOf(readText(folder, file));
  const metadata = objectOf(value, 'metadata');
  const annotations = Object.entries(objectOf(metadata, 'annotations')).filter(([name]) => !name.endsWith('/'));
  return { ...value, metadata: { ...metadata, annotations: Object.fromEntries(annotations) } };
}

function documentOf(text: string): JsonObject {
  const value = readDocuments('-', text)[0]?.value;
  if (!value) throw new Error(`no object: ${text}`);
  return value;
}

function writesOf(each: JsonObject): Write[] {
  const initial = named(documentOf(textOf(each, 'initial')));
  const updated = optionalText(each, 'updated');
  const writes = [put(initial)];
  if (updated === undefined) return writes;
  const wanted = named(documentOf(updated));
  if (isObject(initial.status)) writes.push(status(initial));
  writes.push(put(wanted));
  const isSpecRefused = optionalText(each, 'expectedError') !== undefined;
  if (isObject(wanted.status) && !isSpecRefused) writes.push(status(wanted));
  return writes;
}

const put = (value: JsonObject): Write => ({ verb: 'put', text: stringify(value) });
const status = (value: JsonObject): Write => ({ verb: 'status', text: stringify(value) });

/** The suites let the server make up names. */
function named(value: JsonObject): JsonObject {
  const metadata = objectOf(value, 'metadata');
  return typeof metadata.name === 'string' ? value : { ...value, metadata: { ...metadata, name: 'test-instance' } };
}

/** The first write under the patched definition, the others under the definition itself. */
function aroundPatch(definition: JsonObject, patches: readonly unknown[], [first, ...others]: readonly Write[]): Write[] {
  const operations = patches.flatMap((patch) => (isObject(patch) ? [patch] : []));
  const patched: unknown = jsonPatch.applyPatch(deepCopy(definition), JSON.parse(stringify(operations))).newDocument;
  if (!isObject(patched) || !first) throw new Error('a definition cannot be patched');
  return [put(patched), first, put(definition), ...others];
}

function expectationOf(each: JsonObject): Expectation {
  const message = optionalText(each, 'expectedError') ?? optionalText(each, 'expectedStatusError');
  if (message !== undefined) return { verdict: 'rejected', message };
  return { verdict: 'accepted', object: documentOf(optionalText(each, 'expected') ?? textOf(each, 'initial')) };
}
