import type { Position } from './offset.ts';

/** Turns offsets into lines and columns and back. Lines end with LF, CR LF or CR. */
export interface LineIndex {
  readonly lineCount: number;
  /** Line and column of `offset`, which is clamped to the text. */
  positionAt(offset: number): Position;
  /** Offset of a position; lines and columns outside the text are clamped. */
  offsetAt(position: Position): number;
  /** Text of a line (from 1) without its line break; empty when there is no such line. */
  lineText(line: number): string;
}

export function createLineIndex(text: string): LineIndex {
  const starts = lineStarts(text);
  const startOf = (line: number): number => starts[Math.min(Math.max(line, 1), starts.length) - 1] ?? 0;
  const endOf = (line: number): number => {
    let end = line >= starts.length ? text.length : startOf(line + 1);
    while (end > startOf(line) && isBreak(text.charCodeAt(end - 1))) end--;
    return end;
  };
  return {
    lineCount: starts.length,
    positionAt(offset) {
      const at = Math.min(Math.max(offset, 0), text.length);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= at) low = middle;
        else high = middle - 1;
      }
      return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
    },
    offsetAt({ line, column }) {
      if (line > starts.length) return text.length;
      return Math.min(startOf(line) + Math.max(column - 1, 0), endOf(line));
    },
    lineText: (line) => (line < 1 || line > starts.length ? '' : text.slice(startOf(line), endOf(line))),
  };
}

const isBreak = (code: number): boolean => code === 10 || code === 13;

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
