import type { TextRange } from '../../text/offset.ts';

/** The parts of a file that are read one by one, or the line that is no separator though it begins like one. */
export type Split = { readonly parts: readonly TextRange[] } | { readonly invalidSeparator: TextRange; readonly rest: string };

/**
 * Splits a file at lines that begin with `---`, as apimachinery's `YAMLReader` does: whatever the YAML around them says.
 * A separator that has nothing before it belongs to the document after it. `text` ends with a line break.
 */
export function splitDocuments(text: string): Split {
  const parts: TextRange[] = [];
  let start = 0;
  for (let at = text.startsWith('---') ? 0 : nextSeparator(text, 0); at >= 0; at = nextSeparator(text, at)) {
    const lineEnd = text.indexOf('\n', at);
    const rest = trimSpace(text.slice(at + 3, lineEnd));
    if (rest !== '' && !rest.startsWith('#')) return { invalidSeparator: { start: at, end: lineEnd }, rest };
    if (at > start) {
      parts.push({ start, end: at });
      start = lineEnd + 1;
    }
  }
  if (start < text.length) parts.push({ start, end: text.length });
  return { parts };
}

function nextSeparator(text: string, from: number): number {
  const at = text.indexOf('\n---', from);
  return at < 0 ? -1 : at + 1;
}

const SPACE = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const OUTER_SPACE = new RegExp(`^${SPACE}+|${SPACE}+$`, 'g');

/** As Go's `strings.TrimSpace`, which leaves a byte order mark. */
const trimSpace = (text: string): string => text.replace(OUTER_SPACE, '');
