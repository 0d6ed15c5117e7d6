import { loadSchemas } from '../../src/schema/load.ts';
import { stringify, type JsonObject } from '../../src/model/json.ts';
import { without } from '../../src/model/without.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { optionalText, readCases, readText, sourceFile, textOf } from './read-cases.ts';

/** Custom resources of istio/api: documents of files named valid or invalid, the latter with a part of the refusal in the key `_err`. */
export const istioCrdSuite: Corpus = {
  name: 'istio-crd-suite',
  compares: 'verdict, and what the refusal says',
  cases(folder) {
    const setup = [sourceFile(folder, 'kubernetes/customresourcedefinitions.gen.yaml')];
    return readCases(folder).map((each): CorpusCase => {
      const message = optionalText(each, 'error');
      return {
        kind: 'write',
        id: textOf(each, 'id'),
        question: {
          registry: loadSchemas('1.37'),
          setup,
          writes: [{ verb: 'put', text: stringify(without(documentOf(folder, each), '_err')) }],
        },
        expected: each.expect === 'accept' ? { verdict: 'accepted' } : { verdict: 'rejected', ...(message !== undefined && { message }) },
      };
    });
  },
};

function documentOf(folder: string, each: JsonObject): JsonObject {
  const file = textOf(each, 'file');
  const document = readDocuments(file, readText(folder, file)).filter(({ value }) => value)[Number(each.doc)];
  if (!document?.value) throw new Error(`${textOf(each, 'id')} is not there`);
  return document.value;
}
