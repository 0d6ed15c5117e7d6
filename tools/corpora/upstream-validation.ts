import { loadSchemas } from '../../src/schema/load.ts';
import { isObject, stringify } from '../../src/model/json.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { NO_SETUP, type Write } from './question.ts';
import { objectOf, readCases, textOf } from './read-cases.ts';

/** Tables of Kubernetes' own validation tests of 2019, whose objects were internal ones: without defaults, and under the rules of that time. */
export const upstreamValidation: Corpus = {
  name: 'upstream-validation',
  compares: 'accepted or refused',
  cases: (folder) =>
    readCases(folder).map((each): CorpusCase => {
      const object = stringify(objectOf(each, 'object'));
      const writes: Write[] = isObject(each.old) ? [{ verb: 'put', text: stringify(each.old) }] : [];
      return {
        kind: 'write',
        id: textOf(each, 'id'),
        question: {
          registry: loadSchemas('1.37'),
          setup: NO_SETUP,
          writes: [...writes, { verb: each.op === 'status' ? 'status' : 'put', text: object }],
        },
        expected: { verdict: each.expect === 'accept' ? 'accepted' : 'rejected' },
      };
    }),
};
