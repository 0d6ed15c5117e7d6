import type { Input } from './inputs.ts';
import { readSourceFile } from './read-source.ts';
import type { Terminal } from './terminal.ts';

/** Texts of all sources together up to this size are kept; of larger runs files are read again when they are needed. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Texts of the sources of a run. */
export interface TextCache {
  keep(source: string, text: string): void;
  /** Undefined for a source that cannot be read. */
  get(source: string): string | undefined;
}

export function createTextCache(files: readonly Input[], { cwd }: Pick<Terminal, 'cwd'>): TextCache {
  const keepsAll = files.reduce((sum, { size }) => sum + size, 0) <= MOST_BYTES;
  const kept = new Map<string, string>();
  let last: { readonly source: string; readonly text: string | undefined } | undefined;
  return {
    keep(source, text) {
      if (keepsAll || source === '-') kept.set(source, text);
    },
    get(source) {
      const known = kept.get(source);
      if (known !== undefined || source === '-') return known;
      if (last?.source !== source) last = { source, text: readSourceFile(source, cwd).text };
      return last.text;
    },
  };
}
