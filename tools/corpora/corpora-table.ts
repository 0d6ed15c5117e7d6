import { shareOf, type Measured } from './measure.ts';

/** The figures as a table in Markdown. */
export const corporaTable = (measured: readonly Measured[]): string =>
  [
    ['corpus', 'compared', 'cases', 'alike', '%', 'adjudicated', 'left out'],
    ['---', '---', '---', '---', '---', '---', '---'],
    ...measured.map((each) => [
      each.corpus.name,
      each.corpus.compares,
      each.cases,
      each.alike,
      shareOf(each),
      each.adjudicated,
      each.leftOut,
    ]),
  ]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
