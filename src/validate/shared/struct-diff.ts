import type { Release } from '../../schema/release.ts';
import { unifiedDiff } from './unified-diff.ts';
import { internalForm } from './internal-form.ts';

/** What the API server shows of a change that it refuses: the unified difference of both values as indented JSON. */
export function structDiff(type: string, old: unknown, value: unknown, release: Release): string {
  const form = internalForm(type, release);
  return unifiedDiff(prettyJson(form(old)), prettyJson(form(value)));
}

/** Compact JSON text as `json.MarshalIndent` with one space would write it; the order of keys stays. */
function prettyJson(compact: string): string[] {
  const lines: string[] = [];
  let line = '';
  let depth = 0;
  const breakLine = (): void => {
    lines.push(line);
    line = ' '.repeat(depth);
  };
  for (let i = 0; i < compact.length; i++) {
    const char = compact[i] ?? '';
    if (char === '"') {
      const end = stringEnd(compact, i);
      line += compact.slice(i, end);
      i = end - 1;
    } else if ((char === '{' || char === '[') && (compact[i + 1] === '}' || compact[i + 1] === ']')) {
      line += char + (compact[i + 1] ?? '');
      i++;
    } else if (char === '{' || char === '[') {
      line += char;
      depth++;
      breakLine();
    } else if (char === '}' || char === ']') {
      depth--;
      breakLine();
      line += char;
    } else if (char === ',') {
      line += char;
      breakLine();
    } else line += char === ':' ? ': ' : char;
  }
  lines.push(line);
  return lines;
}

/** Where the JSON string that starts at `start` ends. */
function stringEnd(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}
