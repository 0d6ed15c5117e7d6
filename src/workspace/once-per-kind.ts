import type { Diagnostic } from '../diagnostic/diagnostic.ts';

/** Findings about a kind as a whole: the first object that has it speaks for all. */
const ABOUT_KINDS: ReadonlySet<string> = new Set(['reference/unknown-kind', 'reference/missing-crd', 'reference/disabled-api']);

/** The findings without those that repeat for another object what `seen` holds about its kind. Adds to `seen`. */
export function oncePerKind(diagnostics: readonly Diagnostic[], seen: Set<string> = new Set()): Diagnostic[] {
  return diagnostics.filter(({ code, message }) => {
    if (!ABOUT_KINDS.has(code)) return true;
    if (seen.has(message)) return false;
    seen.add(message);
    return true;
  });
}
