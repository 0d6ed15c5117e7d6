import { createLineIndex, type LineIndex } from '../../text/line-index.ts';
import type { FormatterOptions, SourceReport } from './formatter.ts';

/** A text by its lines. */
export interface Lines {
  readonly text: string;
  readonly index: LineIndex;
}
/** The lines of a source; undefined where it cannot be shown. */
export type LinesOf = (source: string) => Lines | undefined;

/** The lines of a report's source, and of others that its findings point to. */
export function readLines({ source, text }: Pick<SourceReport, 'source' | 'text'>, { textOf }: Pick<FormatterOptions, 'textOf'>): LinesOf {
  const known = new Map<string, Lines | undefined>();
  const read = (of: string): Lines | undefined => {
    const found = of === source ? text : textOf?.(of);
    return found === undefined ? undefined : { text: found, index: createLineIndex(found) };
  };
  return (of) => {
    if (!known.has(of)) known.set(of, read(of));
    return known.get(of);
  };
}
