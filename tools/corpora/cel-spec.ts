import { isRightCase, readCase, type CelCase } from '../cel-cases.ts';
import { ours } from '../cel-engine.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { readText } from './read-cases.ts';

/** Whether a case makes messages that every program of protobuf knows, and no others. */
const makesWellKnown = (test: CelCase): boolean =>
  test.expr[0]?.includes('google.protobuf.') === true && !test.bindings && !/TestAllTypes|expr\.conformance/.test(JSON.stringify(test));

/** The conformance cases of google/cel-spec that need no protobuf messages but well-known ones. */
export const celSpec: Corpus = {
  name: 'cel-spec',
  compares: 'value or error',
  cases: (folder) =>
    readText(folder, 'cases.jsonl')
      .split('\n')
      .filter((line) => line !== '')
      .map(readCase)
      .filter((test) => test.k8s || makesWellKnown(test))
      .map((test): CorpusCase => ({
        kind: 'text',
        id: test.id,
        expected: 'right',
        actual: () => (isRightCase(ours, test) ? 'right' : `${test.expr[0] ?? ''} is ${JSON.stringify(ours.run(test)) ?? 'an error'}`),
      })),
};
