import { statSync } from 'node:fs';
import { join } from 'node:path';
import { loadSchemas } from '../../src/schema/load.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { NO_SETUP } from './question.ts';
import { readCases, readText, textOf } from './read-cases.ts';

/** Runs over one fixture with nothing but flags that do not change the verdict; all others are about the command line. */
const PLAIN_RUN = /^bin\/\w+ (?:--?(?:summary|verbose|strict) |-kubernetes-version 1\.20\.0 )*(fixtures\/[\w.-]+)$/;

const validatorSuite = (name: string): Corpus => ({
  name,
  compares: 'accepted or refused',
  cases: (folder) =>
    readCases(folder).flatMap((each): CorpusCase[] => {
      const runs = Array.isArray(each.run) ? each.run : [];
      const [, file] = (runs.length === 1 && PLAIN_RUN.exec(String(runs[0]))) || [];
      if (file === undefined || !statSync(join(folder, file), { throwIfNoEntry: false })?.isFile()) return [];
      return [
        {
          kind: 'write',
          id: textOf(each, 'id'),
          question: { registry: loadSchemas('1.37'), setup: NO_SETUP, writes: [{ verb: 'put', text: readText(folder, file) }] },
          expected: { verdict: each.exit === 0 ? 'accepted' : 'rejected' },
        },
      ];
    }),
});

/** Verdicts of validators that know schemas only, from the acceptance tests of yannh/kubeconform and instrumenta/kubeval. */
export const kubeconform = validatorSuite('kubeconform');
export const kubeval = validatorSuite('kubeval');
