import { root, type FieldPath } from '../../model/field-path.ts';
import { objectText, type ObjectName } from '../network/finding.ts';

/** A field of an object that something comes from. */
export interface ProblemPlace {
  readonly object: ObjectName;
  readonly path: FieldPath;
  /** Whether the field's name is meant rather than its value. */
  readonly onKey?: true;
}

/** Something that is not well, with what it comes of. */
export interface Cause {
  /** What it is about; it may be missing. */
  readonly object: ObjectName;
  /** Upstream's word for it: `FailedScheduling`, `ProgressDeadlineExceeded`; our own where there is none. */
  readonly reason: string;
  readonly message: string;
  /** The same in few words, for where its causes are told beside it. */
  readonly effect?: string;
  /** Where it is to be mended, the first place before others; absent where nobody wrote anything of it. */
  readonly places?: readonly ProblemPlace[];
  /** A finding of its own tells it already. */
  readonly isFinding?: true;
  /** The next step that makes it go away. */
  readonly remedy?: string;
  /** What it comes of; without any it is a root. */
  readonly causes: readonly Cause[];
}

/** A cause that does not end as it should. */
export interface PreviewProblem extends Cause {
  readonly severity: 'error' | 'warning';
}

/** Tells causes apart. */
export const causeKey = ({ object, reason, message }: Cause): string => `${objectText(object)} ${reason} ${message}`;

/** The causes that nothing is behind, from left to right, each once. */
export function rootsOf(cause: Cause): Cause[] {
  if (cause.causes.length === 0) return [cause];
  return [...new Map(cause.causes.flatMap(rootsOf).map((each) => [causeKey(each), each])).values()];
}

/** An object as a whole. */
export const wholeOf = (object: ObjectName): ProblemPlace => ({ object, path: root });
