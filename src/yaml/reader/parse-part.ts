import type { TextRange } from '../../text/offset.ts';
import { loadUnits } from './load-units.ts';
import { parseDocument } from './parser.ts';
import { Scanner } from './scanner.ts';
import type { Tape } from './tape.ts';

const BYTE_ORDER_MARK = 0xfeff;

/** `text` as it is read: kubectl's line reader ends every line. */
export const withFinalBreak = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);

/**
 * Parses the first YAML document of a part of a file; undefined when there is none. `units` has room for the whole text and a NUL.
 * Throws `ReadProblem`.
 */
export function parsePart(text: string, { start, end }: TextRange, units: Uint16Array): Tape | undefined {
  const unreadable = loadUnits(text, start, end, units);
  const hasMark = text.charCodeAt(start) === BYTE_ORDER_MARK;
  return parseDocument(new Scanner(text, units, hasMark ? start + 1 : start, unreadable), start);
}
