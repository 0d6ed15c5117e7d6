import { neighboursOfSources, type Definitions, type LazySource } from '../workspace/neighbours.ts';
import { resolveInputs } from './inputs.ts';
import type { UsageError } from './options.ts';
import { readFilePart, readSourceFile } from './read-source.ts';
import type { Settings } from './settings.ts';

/** The files that `--crds` and the configuration stand for; all of them have to be there. */
export async function definitionFiles({ crds }: Settings, cwd: string): Promise<readonly string[] | UsageError> {
  const { files, problems } = await resolveInputs(crds, { cwd });
  const [problem] = problems;
  if (problem) return { message: `--crds: ${problem.message}` };
  if (files.some(({ source }) => source === '-')) return { message: '--crds takes files, directories and globs, not standard input' };
  const missing = files.map(({ source, size }) => (size === 0 ? readSourceFile(source, cwd).problem : undefined)).find((each) => each);
  if (missing) return { message: `--crds: ${missing.message}` };
  return files.map(({ source }) => source);
}

/** The CRDs in files. Files are read when a kind is asked for. */
export const definitionsIn = (sources: readonly string[], cwd: string): Definitions =>
  neighboursOfSources(sources.map((source) => lazySource(source, cwd)));

/** A file that need not be read as a whole. */
export function lazySource(source: string, cwd: string): LazySource {
  /** The makeshift text of a file that is no UTF-8, whose parts are elsewhere than in the file. */
  let makeshift: string | undefined;
  return {
    source,
    read() {
      const { text, problem } = readSourceFile(source, cwd);
      if (problem) makeshift = text;
      return text;
    },
    readPart: ({ bytes, range }) => makeshift?.slice(range.start, range.end) ?? readFilePart(source, cwd, bytes),
  };
}
