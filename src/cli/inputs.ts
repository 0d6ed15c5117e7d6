import { readdirSync, statSync, type Stats } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Diagnostic, DiagnosticCode } from '../diagnostic/diagnostic.ts';
import { compareText } from '../model/json.ts';
import { describeFileError } from './read-source.ts';

/** A file to read: `source` is the path as the user gave it (or as found below it), `-` for standard input. */
export interface Input {
  readonly source: string;
  /** Bytes as the file system says; 0 where it does not know. */
  readonly size: number;
}

/** What path arguments stand for, and what is wrong with them. */
export interface Inputs {
  readonly files: readonly Input[];
  readonly problems: readonly Diagnostic[];
}

export interface InputOptions {
  readonly cwd: string;
  /** Globs, relative to `ignoreFrom`, of files to leave out of directories and globs. Files named outright stay. */
  readonly ignore?: readonly string[];
  readonly ignoreFrom?: string;
}

const EXTENSIONS = /\.(ya?ml|json)$/i;

/** Folders that never hold anyone's manifests. */
const SKIPPED = new Set(['node_modules']);

/**
 * Resolves path arguments in the order given: files as they are, directories to the `*.yaml`, `*.yml` and `*.json` below them (hidden ones and
 * `node_modules` left out, links to directories not followed), globs to the files they match, `-` to standard input. What a directory or glob
 * finds is sorted; a file found twice counts once.
 */
export async function resolveInputs(paths: readonly string[], options: InputOptions): Promise<Inputs> {
  const files = new Map<string, Input>();
  const problems: Diagnostic[] = [];
  const add = (found: Input): void => {
    const identity = found.source === '-' ? '-' : resolve(options.cwd, found.source);
    if (!files.has(identity)) files.set(identity, found);
  };
  const ignored = await ignoredFiles(options);
  for (const path of paths) {
    const found = await resolvePath(path, options.cwd, ignored);
    if ('problem' in found) problems.push(found.problem);
    else found.files.forEach(add);
  }
  return { files: [...files.values()], problems };
}

type Found = { readonly files: readonly Input[] } | { readonly problem: Diagnostic };

async function resolvePath(path: string, cwd: string, ignored: (file: string) => boolean): Promise<Found> {
  if (path === '-') return { files: [{ source: '-', size: 0 }] };
  const stats = statOf(resolve(cwd, path));
  // A file that is not there is an input as well: reading it says so, in its turn.
  if (stats instanceof Error) return isGlob(path) ? resolveGlob(path, cwd, ignored) : { files: [{ source: path, size: 0 }] };
  if (!stats.isDirectory()) return { files: [{ source: path, size: stats.size }] };
  return resolveDirectory(path, cwd, ignored);
}

function resolveDirectory(path: string, cwd: string, ignored: (file: string) => boolean): Found {
  const files: Input[] = [];
  const unreadable = walk(resolve(cwd, path), (file, size) => {
    if (!ignored(file)) files.push({ source: joinSource(path, relative(resolve(cwd, path), file)), size });
  });
  if (unreadable)
    return { problem: inputProblem('input/unreadable', path, `cannot read directory ${path}: ${describeFileError(unreadable)}`) };
  if (files.length === 0)
    return { problem: inputProblem('input/empty-directory', path, `directory ${path} holds no *.yaml, *.yml or *.json file`) };
  return { files };
}

/** Calls `found` for all manifests below a directory, in a fixed order. Answers the error of a directory that cannot be listed. */
function walk(directory: string, found: (file: string, size: number) => void): Error | undefined {
  let entries;
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    return asError(error);
  }
  let problem: Error | undefined;
  for (const entry of entries.sort((a, b) => compareText(a.name, b.name))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (!SKIPPED.has(entry.name)) problem ??= walk(path, found);
    } else if (EXTENSIONS.test(entry.name)) {
      const stats = statOf(path);
      if (stats instanceof Error) found(path, 0);
      else if (!stats.isDirectory()) found(path, stats.size);
    }
  }
  return problem;
}

async function resolveGlob(pattern: string, cwd: string, ignored: (file: string) => boolean): Promise<Found> {
  const { glob } = await import('tinyglobby');
  const matches = await glob(pattern, { cwd, absolute: true, dot: false, ignore: ['**/node_modules/**'], expandDirectories: false });
  const files = matches
    .filter((file) => !ignored(resolve(file)))
    .map((file) => ({ source: isAbsolute(pattern) ? resolve(file) : relative(cwd, file), size: sizeOf(file) }))
    .sort((a, b) => compareText(a.source, b.source));
  return files.length === 0 ? { problem: inputProblem('input/no-match', pattern, `no file matches ${pattern}`) } : { files };
}

async function ignoredFiles({ cwd, ignore = [], ignoreFrom = cwd }: InputOptions): Promise<(file: string) => boolean> {
  if (ignore.length === 0) return () => false;
  const { globSync } = await import('tinyglobby');
  const files = new Set(
    globSync(ignore, { cwd: ignoreFrom, absolute: true, dot: true, ignore: ['**/node_modules/**', '**/.git/**'] }).map((file) =>
      resolve(file),
    ),
  );
  return (file) => files.has(file);
}

const isGlob = (path: string): boolean => /[*?{}[\]!()]/.test(path);

/** A finding about an argument or a file as a whole. */
export const inputProblem = (code: DiagnosticCode, source: string, message: string, note?: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  ...(note !== undefined && { note }),
  at: { source, range: { start: 0, end: 0 } },
});

function statOf(path: string): Stats | Error {
  try {
    return statSync(path);
  } catch (error) {
    return asError(error);
  }
}

function sizeOf(path: string): number {
  const stats = statOf(path);
  return stats instanceof Error ? 0 : stats.size;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** `dir/` and `x.yaml` → `dir/x.yaml`; what the user wrote stays as it is. */
const joinSource = (directory: string, rest: string): string =>
  directory.endsWith('/') || directory.endsWith(sep) ? `${directory}${rest}` : `${directory}${sep}${rest}`;
