import type { LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/offset.ts';
import { displayWidth, printable, type Style } from './style.ts';

const MAX_WIDTH = 140;
const MAX_LINES = 4;

/** How a range is pointed at: the colour of the underline. */
export type Paint = (text: string) => string;

/**
 * The lines of a range with line numbers, one line of context above, and the range underlined:
 * ```
 *    |
 *  3 | metadata:
 *  4 |   name: Nginx
 *    |         ^^^^^
 * ```
 * Ranges of many lines show their first and last; long lines are cut around the range.
 */
export function sourceFrame(lines: LineIndex, range: TextRange, style: Style, paint: Paint): string[] {
  const start = lines.positionAt(range.start);
  const last = lines.positionAt(Math.max(range.start, range.end - 1));
  const gutter = Math.max(String(last.line).length, 2);
  const row = (number: string, text: string): string => `${style.blue(`${number.padStart(gutter)} |`)}${text === '' ? '' : ` ${text}`}`;
  const out = [row('', '')];
  if (start.line > 1 && lines.lineText(start.line - 1).trim() !== '')
    out.push(row(String(start.line - 1), crop(lines.lineText(start.line - 1), 0, 0).text));
  for (const line of shownLines(start.line, last.line)) {
    if (line === undefined) {
      out.push(row('', style.dim('⋮')));
      continue;
    }
    const text = lines.lineText(line);
    const from = line === start.line ? start.column - 1 : indentOf(text);
    const to = line === last.line ? Math.min(last.column, text.length) : text.trimEnd().length;
    const shown = crop(text, from, Math.max(to, from));
    out.push(row(String(line), shown.text));
    const before = displayWidth(shown.text.slice(0, shown.from));
    const width = Math.max(1, displayWidth(shown.text.slice(shown.from, shown.to)));
    out.push(row('', `${' '.repeat(before)}${paint('^'.repeat(width))}`));
  }
  return out;
}

/** Line numbers to show; undefined stands for those left out. */
function shownLines(first: number, last: number): (number | undefined)[] {
  const count = last - first + 1;
  if (count <= MAX_LINES) return Array.from({ length: count }, (_, i) => first + i);
  return [first, first + 1, undefined, last];
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

/** A printable piece of a line that fits, with the range's place in it. */
function crop(line: string, from: number, to: number): { readonly text: string; readonly from: number; readonly to: number } {
  if (line.length <= MAX_WIDTH) return { text: printable(line), from, to };
  const start = Math.max(0, Math.min(from - 40, line.length - MAX_WIDTH));
  const end = Math.min(line.length, start + MAX_WIDTH);
  const head = start > 0 ? '…' : '';
  const text = `${head}${printable(line.slice(start, end))}${end < line.length ? '…' : ''}`;
  return { text, from: from - start + head.length, to: Math.min(to, end) - start + head.length };
}
