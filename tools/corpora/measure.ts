import { join } from 'node:path';
import type { Adjudications, Corpus, CorpusCase } from './corpus.ts';
import { answerDigest, textDigest, answerText, ask, differenceTo } from './question.ts';

/** How a corpus and Drydock agree. */
export interface Measured {
  readonly corpus: Corpus;
  /** That could be asked. */
  readonly cases: number;
  readonly alike: number;
  /** Of the cases those in which a real control plane differs from the corpus, which count as it answers. */
  readonly adjudicated: number;
  /** That no API server can be asked: what they start from is refused. */
  readonly leftOut: number;
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly id: string;
  readonly text: string;
}

/** Percentage, rounded down to two places. */
export const shareOf = ({ cases, alike }: Measured): number => (cases === 0 ? 0 : Math.floor((alike / cases) * 10_000) / 100);

/** Asks Drydock all cases of a corpus in `data`, the folder that holds the corpora. */
export function measure(corpus: Corpus, data: string, adjudications: Adjudications): Measured {
  const differences: Difference[] = [];
  let [leftOut, adjudicated, cases] = [0, 0, 0];
  for (const each of corpus.cases(join(data, corpus.name))) {
    const verdict = adjudications[each.id];
    const text = differenceOf(each, verdict?.says);
    if (text === undefined && verdict?.says === 'unasked') {
      leftOut++;
      continue;
    }
    cases++;
    if (verdict) adjudicated++;
    if (text !== undefined) differences.push({ id: each.id, text });
  }
  return { corpus, cases, alike: cases - differences.length, adjudicated, leftOut, differences };
}

/** What differs, from the corpus or from what a real control plane is known to say; undefined when nothing does. */
function differenceOf(each: CorpusCase, says: string | undefined): string | undefined {
  try {
    if (each.kind === 'write') {
      const answer = ask(each.question);
      if (says === undefined) return differenceTo(each.expected, answer);
      return says === answerDigest(answer, each.expected) ? undefined : `${says} → ${answerText(answer)}`;
    }
    const actual = each.actual();
    return says === textDigest(actual) ? undefined : unlike(says ?? each.expected, actual);
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

const unlike = (expected: string, actual: string): string | undefined => (expected === actual ? undefined : `${expected} → ${actual}`);
