import type { Diagnostic, DiagnosticCode, Fix } from '../diagnostic/diagnostic.ts';
import { closest } from '../text/closest.ts';
import { createLineIndex, type LineIndex } from '../text/line-index.ts';
import type { TextRange } from '../text/offset.ts';

/**
 * A comment that keeps findings of some rules, or of all, out of the result:
 *
 *     image: web # drydock-ignore lint/no-latest-tag: set by the release script     ← this line
 *     # drydock-ignore lint/no-host-path, lint/no-host-namespaces                   ← the line below, or the whole document when nothing precedes it there
 *     # drydock-ignore-file                                                         ← the file
 */
export interface Suppression {
  /** The comment, from `#` to the end of the line. */
  readonly range: TextRange;
  /** Empty for all rules. */
  readonly codes: readonly string[];
  /** Findings that start in this range. */
  readonly scope: TextRange;
}

/** What suppressions need to know of a file. */
export interface SuppressibleFile {
  readonly source: string;
  readonly text: string;
  /** The parts of the file that are documents. */
  readonly documents: readonly { readonly range: TextRange }[];
  /** Whether an offset is inside a scalar, where `#` starts no comment. */
  isInScalar(offset: number): boolean;
}

const DIRECTIVE =
  /#[ \t]*drydock-ignore(-file)?(?:[ \t]+([a-z][a-z0-9-]*\/[a-z0-9-]+(?:[ \t]*,[ \t]*[a-z][a-z0-9-]*\/[a-z0-9-]+)*))?[ \t]*(?::[^\r\n]*)?(?=[\r\n]|$)/g;

export const UNUSED_SUPPRESSION: DiagnosticCode = 'lint/unused-suppression';

/** The suppression comments of a file in the order in which they stand. */
export function suppressionsOf(file: SuppressibleFile): Suppression[] {
  const { text } = file;
  if (!text.includes('drydock-ignore')) return [];
  const lines = createLineIndex(text);
  return [...text.matchAll(DIRECTIVE)].flatMap((match) => {
    const [comment, isFile, codes = ''] = match;
    const range = { start: match.index, end: match.index + comment.length };
    const before = text.charAt(range.start - 1);
    if ((before !== '' && !/[ \t\r\n]/.test(before)) || file.isInScalar(range.start)) return [];
    const scope = isFile ? { start: 0, end: text.length + 1 } : scopeOf(range, file, lines);
    return [{ range, codes: codes.split(',').flatMap((code) => code.trim() || []), scope }];
  });
}

function scopeOf({ start }: TextRange, { text, documents }: SuppressibleFile, lines: LineIndex): TextRange {
  const { line, column } = lines.positionAt(start);
  if (
    lines
      .lineText(line)
      .slice(0, column - 1)
      .trim() !== ''
  )
    return lineRange(line, lines);
  const document = documents.find(({ range }) => range.start <= start && start <= range.end)?.range;
  if (document && isBlankOrComments(text.slice(document.start, start))) return { start: document.start, end: document.end + 1 };
  let next = line + 1;
  while (next <= lines.lineCount && isBlankOrComments(lines.lineText(next))) next++;
  return lineRange(next, lines);
}

const lineRange = (line: number, lines: LineIndex): TextRange => ({
  start: lines.offsetAt({ line, column: 1 }),
  end: line >= lines.lineCount ? Infinity : lines.offsetAt({ line: line + 1, column: 1 }),
});

const isBlankOrComments = (text: string): boolean => text.split(/\r?\n|\r/).every((line) => /^\s*(?:#|$|---\s*(?:#|$)|%)/.test(line));

/**
 * Findings without the suppressed ones, and a hint for each suppression that suppressed nothing. `ran` are the codes of the rules that have run: a suppression of
 * another rule is unused only if there is no such rule among `all`.
 */
export function suppress(
  findings: readonly Diagnostic[],
  file: SuppressibleFile,
  ran: readonly DiagnosticCode[],
  all: readonly DiagnosticCode[],
): Diagnostic[] {
  const suppressions = suppressionsOf(file);
  if (suppressions.length === 0) return [...findings];
  const used = new Set<string>();
  const left = findings.filter(({ code, at }) => {
    const hits = suppressions.filter(
      ({ codes, scope }) => scope.start <= at.range.start && at.range.start < scope.end && (codes.length === 0 || codes.includes(code)),
    );
    for (const { range, codes } of hits) used.add(`${range.start} ${codes.length === 0 ? '' : code}`);
    return hits.length === 0;
  });
  return [...left, ...suppressions.flatMap((suppression) => unusedHints(suppression, used, file, ran, all))];
}

function unusedHints(
  { range, codes }: Suppression,
  used: ReadonlySet<string>,
  { source, text }: SuppressibleFile,
  ran: readonly string[],
  all: readonly string[],
): Diagnostic[] {
  const unused = (codes.length === 0 ? [''] : codes).filter(
    (code) => !used.has(`${range.start} ${code}`) && (code === '' || ran.includes(code) || !all.includes(code)),
  );
  const fixes = unused.length === Math.max(codes.length, 1) ? { fixes: [removal(range, text)] } : {};
  return unused.map((code) => {
    const isUnknown = code !== '' && !all.includes(code);
    const meant = isUnknown ? closest(code, all) : undefined;
    return {
      code: UNUSED_SUPPRESSION,
      severity: 'hint',
      message: isUnknown
        ? `There is no rule "${code}" to ignore.`
        : code === ''
          ? 'There is nothing to ignore here.'
          : `There is no finding of "${code}" to ignore here.`,
      ...(meant !== undefined && { note: `did you mean "${meant}"?` }),
      at: { source, range },
      ...fixes,
    };
  });
}

/** Takes the comment away, and its line when nothing else is on it. */
function removal({ start, end }: TextRange, text: string): Fix {
  let from = start;
  while (from > 0 && /[ \t]/.test(text.charAt(from - 1))) from--;
  const isAlone = from === 0 || /[\r\n]/.test(text.charAt(from - 1));
  const to = isAlone ? end + (/^(\r\n|\r|\n)/.exec(text.slice(end))?.[0].length ?? 0) : end;
  return { title: 'Remove the comment', safety: 'safe', edits: [{ range: { start: from, end: to }, text: '' }] };
}
