import { loadSchemas } from '../../src/schema/load.ts';
import { isObject } from '../../src/model/json.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { objectOf, readCases, readText, sourceFiles, textOf } from './read-cases.ts';

/** Manifests of kubernetes-sigs/kubectl-validate with the verdict of its validator, which follows the API server's schemas and not all of its rules. */
export const kubectlValidate: Corpus = {
  name: 'kubectl-validate',
  compares: 'accepted or refused',
  cases(folder) {
    const setup = sourceFiles(folder, 'crds', '.yaml').filter(({ text }) => text.includes('kind: CustomResourceDefinition'));
    return readCases(folder)
      .filter(({ disabled, expect }) => disabled !== true && isObject(expect))
      .map((each): CorpusCase => ({
        kind: 'write',
        id: textOf(each, 'id'),
        question: { registry: loadSchemas('1.37'), setup, writes: [{ verb: 'put', text: readText(folder, textOf(each, 'file')) }] },
        expected: { verdict: objectOf(each, 'expect').status === 'Success' ? 'accepted' : 'rejected' },
      }));
  },
};
