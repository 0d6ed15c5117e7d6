import type { TextRange } from '../text/offset.ts';
import { guessedTree } from './guessed-tree.ts';
import { lineStart } from './lines.ts';
import { parsePart } from './reader/parse-part.ts';
import { ReadProblem } from './reader/problem.ts';
import { treeOfTape } from './reader/tape-to-tree.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** Mistakes that are passed over before giving up, in all less than `MOST_WORK` characters read. */
const MOST_MISTAKES = 40;
const MOST_WORK = 20_000_000;

/**
 * What can be made of a part of a file that the reader refuses, for editors: lines that it objects to are read as if only their
 * key were written, or nothing. `text` ends with a line break. Where that leads nowhere, what the `yaml` package guesses; undefined when
 * that is nothing, too.
 */
export function tolerantTree(text: string, part: TextRange): SyntaxNode | undefined {
  const units = new Uint16Array(part.end + 1);
  let patched = text;
  for (let mistakes = 0, work = 0; mistakes < MOST_MISTAKES && work < MOST_WORK; mistakes++, work += part.end) {
    try {
      const tape = parsePart(patched, part, units);
      return tape && treeOfTape(tape, patched);
    } catch (problem) {
      if (!(problem instanceof ReadProblem)) throw problem;
      const mended = withoutMistake(patched, part, problem);
      if (mended === patched) return guessedTree(text, part);
      patched = mended;
    }
  }
  return guessedTree(text, part);
}

/** Key, colon, and what may stand before them on a line. */
const BEFORE_VALUE = /^[ \t]*(?:- +)*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'#{}[\],&*!|>%@`-][^:\n#]*?) *:(?=\s)/;

/** The text with spaces in place of what is wrong; the same text when nothing is left to take away. */
function withoutMistake(text: string, part: TextRange, { at, since }: ReadProblem): string {
  const opened = lineAround(text, part, since);
  if (since < at && (text[since] === '[' || text[since] === '{') && since > opened.start) {
    const mended = withoutValue(text, opened);
    if (mended !== text) return mended;
  }
  for (let line = lineAround(text, part, at); ; line = lineAround(text, part, line.start - 1)) {
    const withKey = withoutValue(text, line);
    if (withKey !== text) return withKey;
    const mended = blank(text, line);
    if (mended !== text || line.start <= part.start) return mended;
  }
}

function withoutValue(text: string, line: TextRange): string {
  const before = BEFORE_VALUE.exec(text.slice(line.start, line.end))?.[0].length;
  return before === undefined ? text : blank(text, { start: line.start + before, end: line.end });
}

const blank = (text: string, { start, end }: TextRange): string =>
  /[^ \r]/.test(text.slice(start, end)) ? text.slice(0, start) + ' '.repeat(end - start) + text.slice(end) : text;

/** The line that an offset of the part is on, without its line break. */
function lineAround(text: string, part: TextRange, offset: number): TextRange {
  const at = Math.min(Math.max(offset, part.start), part.end - 1);
  const start = Math.max(lineStart(text, at), part.start);
  const end = text.indexOf('\n', start);
  return { start, end: end < 0 ? part.end : end };
}
