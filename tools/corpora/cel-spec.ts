import { isRightCase, readCase } from '../cel-cases.ts';
import { ours } from '../cel-engine.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { readText } from './read-cases.ts';

/** The conformance cases of google/cel-spec that need no protobuf messages. */
export const celSpec: Corpus = {
  name: 'cel-spec',
  compares: 'value or error',
  cases: (folder) =>
    readText(folder, 'cases.jsonl')
      .split('\n')
      .filter((line) => line !== '')
      .map(readCase)
      .filter(({ k8s }) => k8s)
      .map((test): CorpusCase => ({
        kind: 'text',
        id: test.id,
        expected: 'right',
        actual: () => (isRightCase(ours, test) ? 'right' : `${test.expr[0] ?? ''} is ${JSON.stringify(ours.run(test)) ?? 'an error'}`),
      })),
};
