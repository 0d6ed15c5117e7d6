import type { Question, Expectation } from './question.ts';

/** A folder of cases that another project wrote, and how Drydock is asked about them. */
export interface Corpus {
  /** The name of its folder. */
  readonly name: string;
  /** What has to be the same, for the table. */
  readonly compares: string;
  /** What the corpus says, in its order; `folder` is where it is unpacked. */
  cases(folder: string): readonly CorpusCase[];
}

/** A case is either a write that an API server answers, or a text that Drydock is to come to. */
export type CorpusCase = WriteCase | TextCase;

export interface WriteCase {
  readonly kind: 'write';
  readonly id: string;
  readonly question: Question;
  readonly expected: Expectation;
}

export interface TextCase {
  readonly kind: 'text';
  readonly id: string;
  readonly expected: string;
  /** Throwing counts as a difference. */
  actual(): string;
}

/** What a real control plane says where it does not say what the corpus says. */
export interface Adjudication {
  /** Its verdict and a digest of what it says, as `answerDigest` has it; of a text case the text, or its digest. */
  readonly says: string;
  /** Why the corpus expects something else. */
  readonly because: string;
}

export type Adjudications = Readonly<Record<string, Adjudication>>;
