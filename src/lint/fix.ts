import type { Diagnostic, Fix } from '../diagnostic/diagnostic.ts';
import { applyEdits, overlaps, type TextEdit } from '../text/text-edit.ts';

export interface FixOptions {
  /** Also fixes that change what runs. */
  readonly unsafe?: boolean;
}

export interface FixedFile {
  readonly source: string;
  readonly text: string;
}

export interface FixResult {
  /** All files, changed or not, in the order given. */
  readonly files: readonly FixedFile[];
  /** What was mended, in the order of mending. */
  readonly applied: readonly { readonly diagnostic: Diagnostic; readonly fix: Fix }[];
}

/** Mending may bring up new findings; after this many rounds it ends, whatever is left. */
const MOST_ROUNDS = 20;

/**
 * Applies the fixes that `lint` offers, round by round until it offers no more: in each round those that do not touch the same text, first come first served in the
 * order of the findings. Doing it again changes nothing.
 */
export function fixFiles(
  given: readonly FixedFile[],
  lint: (files: readonly FixedFile[]) => readonly Diagnostic[],
  options: FixOptions = {},
): FixResult {
  let files = given;
  const applied: FixResult['applied'][number][] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const chosen = chooseFixes(lint(files), options);
    const next = files.map((file) => ({
      ...file,
      text: applyEdits(
        file.text,
        chosen.flatMap(({ diagnostic, fix }) => (diagnostic.at.source === file.source ? fix.edits : [])),
      ),
    }));
    if (next.every(({ text }, i) => text === files[i]?.text)) break;
    files = next;
    applied.push(...chosen);
  }
  return { files, applied };
}

/** The first fix of each finding that may be applied, as far as they leave each other's text alone. */
export function chooseFixes(findings: readonly Diagnostic[], { unsafe = false }: FixOptions = {}): FixResult['applied'][number][] {
  const taken = new Map<string, TextEdit[]>();
  return findings.flatMap((diagnostic) => {
    const fix = diagnostic.fixes?.find(({ safety, edits }) => edits.length > 0 && (unsafe || safety === 'safe'));
    if (!fix) return [];
    const edits = taken.get(diagnostic.at.source) ?? [];
    if (fix.edits.some((edit) => edits.some((other) => collide(edit, other)))) return [];
    taken.set(diagnostic.at.source, [...edits, ...fix.edits]);
    return [{ diagnostic, fix }];
  });
}

/** Two edits at one offset depend on each other's order, even when both only insert. */
const collide = (a: TextEdit, b: TextEdit): boolean =>
  overlaps(a.range, b.range) || a.range.start === b.range.start || a.range.end === b.range.end;
