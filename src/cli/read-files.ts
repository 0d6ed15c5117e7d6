import type { SourceFile } from '../workspace/source-file.ts';
import type { UsageError } from './options.ts';
import { readSourceFile } from './read-source.ts';

/** Files given to options such as `--setup`: all of them have to be readable. */
export function readFiles(sources: readonly string[], option: string, cwd: string): readonly SourceFile[] | UsageError {
  const files: SourceFile[] = [];
  for (const source of sources) {
    const read = readSourceFile(source, cwd);
    if (read.problem) return { message: `${option}: ${read.problem.message}` };
    files.push({ source, text: read.text });
  }
  return files;
}

export const isUsageError = (value: object): value is UsageError => 'message' in value;
