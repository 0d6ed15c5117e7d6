import { isObject, stringify, type Json } from '../../src/model/json.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { filesBelow, readText } from './read-cases.ts';

/**
 * The YAML test suite, as far as it could be manifests: inputs whose documents are all objects, and inputs that are no YAML. The suite is of YAML 1.2,
 * while kubectl reads 1.1 with the liberties of its library.
 */
export const yamlTestSuite: Corpus = {
  name: 'yaml-test-suite',
  compares: 'values as JSON, or refusal',
  cases: (folder) =>
    filesBelow(folder, '.yaml').flatMap((file) => {
      const [document] = readDocuments(file, `cases:\n${readText(folder, file).replace(/^---\n/, '')}`);
      const tests = document?.value?.cases;
      if (!Array.isArray(tests)) throw new Error(`${file}: ${document?.error ?? 'no cases'}`);
      return tests.filter(isObject).flatMap((test, i): CorpusCase[] => {
        const { yaml, json, fail, skip } = test;
        const expected = fail === true ? REFUSED : objectsOf(json);
        if (typeof yaml !== 'string' || expected === undefined || skip === true) return [];
        return [{ kind: 'text', id: `${file}#${i}`, expected, actual: () => valuesOf(withInvisibles(yaml)) }];
      });
    }),
};

const REFUSED = 'refused';

/** The suite shows characters that cannot be seen. */
const withInvisibles = (text: string): string =>
  text.replaceAll('␣', ' ').replace(/—*»/g, '\t').replaceAll('←', '\r').replaceAll('⇔', '\uFEFF').replaceAll('↵', '').replace(/∎\n?$/, '');

function valuesOf(text: string): string {
  const documents = readDocuments('-', text);
  const isRefused = documents.some(({ error, strictError }) => error !== undefined || strictError !== undefined);
  return isRefused ? REFUSED : documents.map(({ value }) => stringify(value, { sorted: true })).join('\n');
}

/** JSON values one after the other, in our order of keys; undefined when one is no object. */
function objectsOf(text: Json | undefined): string | undefined {
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  const values: Json[] = [];
  let rest = '';
  for (const line of text.split('\n')) {
    rest += `${line}\n`;
    const value = parsed(rest);
    if (value === undefined) continue;
    values.push(value);
    rest = '';
  }
  return values.length > 0 && values.every(isObject) ? values.map((value) => stringify(value, { sorted: true })).join('\n') : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
