import jsonPatch from 'fast-json-patch';
import { mergeJson } from '../../src/apiserver/json-merge-patch.ts';
import { deepCopy, isObject, stringify, type Json, type JsonObject } from '../../src/model/json.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { readCases, readText, textOf } from './read-cases.ts';

/** Documents of json-patch/json-patch-tests before and after their patch: the patch that a diff makes of them leads from one to the other. */
export const jsonPatchTests: Corpus = {
  name: 'json-patch-tests',
  compares: 'where the JSON patch of a diff leads',
  cases: (folder) =>
    readCases(folder).flatMap((each): CorpusCase[] => {
      const { doc, expected, disabled } = each;
      if (!isObject(doc) || !isObject(expected) || disabled === true) return [];
      const actual = (): string => text(jsonPatch.applyPatch(deepCopy(doc), jsonPatch.compare(doc, expected)).newDocument);
      return [{ kind: 'text', id: textOf(each, 'id'), expected: text(expected), actual }];
    }),
};

/** The table of RFC 7386 in evanphx/json-patch, as far as it is of objects. */
export const evanphxJsonPatch: Corpus = {
  name: 'evanphx-json-patch',
  compares: 'the object after a JSON merge patch',
  cases: (folder) =>
    ['merge_test.go', 'v5/merge_test.go'].flatMap((file) =>
      tableOf(folder, file).flatMap((each, i): CorpusCase[] => {
        const [target, patch, expected] = ['target', 'patch', 'expected'].map((field) => JSON.parse(textOf(each, field)) as Json);
        if (!isObject(target) || !isObject(patch) || !isObject(expected)) return [];
        return [{ kind: 'text', id: `${file}:rfcTests#${i}`, expected: text(expected), actual: () => text(mergeJson(target, patch)) }];
      }),
    ),
};

function tableOf(folder: string, file: string): JsonObject[] {
  const tables = JSON.parse(readText(folder, 'go-tables.json')) as Json;
  const own = isObject(tables) ? tables[file] : undefined;
  const { rfcTests } = isObject(own) ? own : {};
  return Array.isArray(rfcTests) ? rfcTests.filter(isObject) : [];
}

const text = (value: unknown): string => stringify(value, { sorted: true });
