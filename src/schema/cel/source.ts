/** The text of an expression with the line starts that positions need. Offsets count code points, as CEL does. */
export interface Source {
  readonly text: string;
  /** Length in code points. */
  readonly length: number;
  /** Offset of each line's first code point. */
  readonly lineStarts: readonly number[];
}

/** What is wrong with an expression; `offset` undefined stands for the expression as a whole. */
export interface Issue {
  readonly offset: number | undefined;
  readonly message: string;
}

/** Issues beyond this many are only counted. */
const MAX_ISSUES = 100;
/** Longer lines are not shown. */
const MAX_SNIPPET_BYTES = 16384;

export function sourceOf(text: string): Source {
  const lineStarts = [0];
  let length = 0;
  for (const char of text) {
    length++;
    if (char === '\n') lineStarts.push(length);
  }
  return { text, length, lineStarts };
}

/** All issues as the API server prints them: `ERROR: <input>:1:5: …` with the line and a caret below it, by position, one after the other. */
export function issuesText(source: Source, issues: readonly Issue[]): string {
  const lines = source.text.split('\n');
  const shown = issues
    .slice(0, MAX_ISSUES)
    .map((issue, order) => ({ message: issue.message, order, ...locationOf(source, issue.offset) }))
    .sort((a, b) => a.line - b.line || a.column - b.column || a.order - b.order)
    .map(({ message, line, column }) => `ERROR: <input>:${line}:${column + 1}: ${message}${snippet(lines[line - 1], column)}`);
  if (issues.length > MAX_ISSUES) shown.push(`${issues.length - MAX_ISSUES} more errors were truncated`);
  return shown.join('\n');
}

/** Line from 1, column from 0; both -1 for the expression as a whole. */
function locationOf({ lineStarts }: Source, offset: number | undefined): { readonly line: number; readonly column: number } {
  if (offset === undefined) return { line: -1, column: -1 };
  let line = lineStarts.length;
  while (line > 1 && (lineStarts[line - 1] ?? 0) > offset) line--;
  return { line, column: offset - (lineStarts[line - 1] ?? 0) };
}

const isWide = (char: string): boolean => (char.codePointAt(0) ?? 0) > 0x7f;

function snippet(line: string | undefined, column: number): string {
  if (line === undefined || new TextEncoder().encode(line).length > MAX_SNIPPET_BYTES) return '';
  const shown = line.replaceAll('\t', ' ');
  const chars = [...shown];
  const dots = chars.slice(0, Math.max(column, 0)).map((char) => (isWide(char) ? '．' : '.'));
  const caret = isWide(chars[column] ?? '') ? '＾' : '^';
  return `\n | ${shown}\n | ${dots.join('')}${caret}`;
}
