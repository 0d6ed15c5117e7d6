import { compareSources } from '../../src/workspace/compare.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import type { Corpus, CorpusCase } from './corpus.ts';
import { readCases, sourceFile, textOf } from './read-cases.ts';

/** Pairs of files of homeport/dyff, manifests or any other YAML: each can be compared, and is like itself. */
export const dyff: Corpus = {
  name: 'dyff',
  compares: 'no difference of a file to itself',
  cases: (folder) =>
    readCases(folder).map((each): CorpusCase => ({
      kind: 'text',
      id: textOf(each, 'id'),
      expected: '0, 0',
      actual() {
        const [from, to] = ['from', 'to'].map((side) => sourceFile(folder, textOf(each, side)));
        const registry = loadSchemas('1.37');
        const differences = ([before, after]: readonly (typeof from)[]): number =>
          before && after ? compareSources([before], [after], registry).diffs.filter(({ changes }) => changes.length > 0).length : NaN;
        if (Number.isNaN(differences([from, to]))) return 'nothing to compare';
        return [differences([from, from]), differences([to, to])].join(', ');
      },
    })),
};
