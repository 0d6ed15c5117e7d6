import { align } from './align.ts';

/** A line that both texts have, or only one, or a number of lines left out. */
export type TextRow = TextLine | { readonly kind: 'skipped'; readonly count: number };

interface TextLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** The lines that differ, what is removed before what stands in its place, with up to `context` common lines around them. */
export function textDiff(before: readonly string[], after: readonly string[], context: number): TextRow[] {
  const rows: TextLine[] = [];
  let added: string[] = [];
  const flush = (): void => {
    rows.push(...added.map((text) => ({ kind: 'added' as const, text })));
    added = [];
  };
  for (const pair of align(before, after)) {
    const b = pair.before === undefined ? undefined : before[pair.before];
    const a = pair.after === undefined ? undefined : after[pair.after];
    if (b !== undefined && b === a) {
      flush();
      rows.push({ kind: 'same', text: b });
      continue;
    }
    if (b !== undefined) rows.push({ kind: 'removed', text: b });
    if (a !== undefined) added.push(a);
  }
  flush();
  return shorten(rows, context);
}

function shorten(rows: readonly TextLine[], context: number): TextRow[] {
  const near = new Set(
    rows.flatMap(({ kind }, i) => (kind === 'same' ? [] : Array.from({ length: 2 * context + 1 }, (_, offset) => i - context + offset))),
  );
  const out: TextRow[] = [];
  rows.forEach((row, i) => {
    if (row.kind !== 'same' || near.has(i)) return out.push(row);
    const last = out.at(-1);
    if (last?.kind === 'skipped') return (out[out.length - 1] = { kind: 'skipped', count: last.count + 1 });
    return out.push({ kind: 'skipped', count: 1 });
  });
  return out;
}
