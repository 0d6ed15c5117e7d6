import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { DiagnosticCode } from '../diagnostic/diagnostic.ts';
import { compareText } from '../model/json.ts';
import { closest } from '../text/closest.ts';
import type { TextRange } from '../text/offset.ts';
import { decodeText } from '../workspace/decode-text.ts';
import type { Terminal } from './terminal.ts';

/** Files larger than this are refused: no manifest comes near, and a text of twice the size no longer fits a JavaScript string. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Why a source cannot be read as it should be. */
export interface SourceProblem {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly note?: string;
}

/**
 * The text of a source, or what is wrong with it. Bytes that are no UTF-8 text come with a makeshift one, from which each document
 * can be refused as kubectl does.
 */
export type SourceText =
  { readonly text: string; readonly problem?: undefined } | { readonly text: string | undefined; readonly problem: SourceProblem };

/** Reads a file, or standard input for `-`, as UTF-8 text. Pipes and `/dev/stdin` are read to their end. A byte order mark stays in the text. */
export async function readSource(source: string, terminal: Pick<Terminal, 'cwd' | 'readStdin'>): Promise<SourceText> {
  return source === '-' ? decodeSource(await terminal.readStdin(), 'standard input') : readSourceFile(source, terminal.cwd);
}

/** The terminal, whose standard input may be asked for again. */
export function readOnce<T extends Pick<Terminal, 'readStdin'>>(terminal: T): T {
  let read: Promise<Uint8Array> | undefined;
  return { ...terminal, readStdin: () => (read ??= terminal.readStdin()) };
}

export function readSourceFile(source: string, cwd: string): SourceText {
  const bytes = readBounded(resolve(cwd, source));
  if (bytes === 'too-large') return tooLarge(source);
  if (bytes instanceof Error)
    return problem({
      code: 'input/unreadable',
      message: `cannot read ${source}: ${describeFileError(bytes)}`,
      ...meant(source, cwd, bytes),
    });
  return decodeSource(bytes, source);
}

/** The text between two bytes of a file that is UTF-8; undefined where it cannot be read any more. */
export function readFilePart(source: string, cwd: string, { start, end }: TextRange): string | undefined {
  const bytes = Buffer.allocUnsafe(end - start);
  try {
    const file = openSync(resolve(cwd, source), 'r');
    try {
      return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, readSync(file, bytes, 0, bytes.length, start)));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

/** Bytes as text; `name` stands for them in messages. */
export function decodeSource(bytes: Uint8Array, name: string): SourceText {
  if (bytes.length > MAX_BYTES) return tooLarge(name);
  const utf16 = utf16Name(bytes);
  if (utf16) return problem({ code: 'input/invalid-utf8', message: `${name} is ${utf16}, not UTF-8`, note: SAVE });
  if (bytes.includes(0))
    return problem({ code: 'input/binary', message: `${name} is a binary file (byte 0 at offset ${bytes.indexOf(0)})` }, bytes);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    const { offset, line } = firstInvalid(bytes);
    const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`;
    return problem(
      { code: 'input/invalid-utf8', message: `${name} is not UTF-8: invalid byte ${byte} in line ${line} (offset ${offset})`, note: SAVE },
      bytes,
    );
  }
}

/** The file beside a missing one that may be meant. */
function meant(source: string, cwd: string, error: Error): { readonly note?: string } {
  if (!('code' in error) || error.code !== 'ENOENT') return {};
  const near = closest(basename(source), siblings(resolve(cwd, source, '..')));
  return near === undefined ? {} : { note: `Did you mean ${join(dirname(source), near)}?` };
}

function siblings(directory: string): string[] {
  try {
    return readdirSync(directory).sort(compareText);
  } catch {
    return [];
  }
}

const SAVE = 'Save the file as UTF-8.';

function problem(what: SourceProblem, bytes?: Uint8Array): SourceText {
  const decoded = bytes && decodeText(bytes);
  return { text: decoded && 'text' in decoded ? decoded.text : undefined, problem: what };
}

const tooLarge = (name: string): SourceText =>
  problem({ code: 'input/too-large', message: `${name} is larger than ${MAX_BYTES / 1024 / 1024} MiB` });

/** An error of the file system in plain words, without the path. */
export function describeFileError(error: Error): string {
  switch ('code' in error ? error.code : '') {
    case 'ENOENT':
      return 'no such file or directory';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'EISDIR':
      return 'it is a directory';
    case 'ENOTDIR':
      return 'part of the path is not a directory';
    case 'ELOOP':
      return 'too many symbolic links';
    case 'ENAMETOOLONG':
      return 'the name is too long';
    case 'EMFILE':
      return 'too many open files';
    default:
      return error.message.replace(/^[A-Z0-9_]+: /, '').replace(/, \w+( '.*')?$/, '');
  }
}

function readBounded(path: string): Uint8Array | 'too-large' | Error {
  try {
    const file = openSync(path, 'r');
    try {
      const expected = fstatSync(file).size;
      return expected > MAX_BYTES ? 'too-large' : readAll(file, expected);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Reads until the end or the limit, whatever size was expected: pipes and devices say 0. */
function readAll(file: number, expected: number): Uint8Array {
  let buffer = Buffer.allocUnsafe(Math.max(expected, 64 * 1024) + 1);
  let length = 0;
  while (length <= MAX_BYTES) {
    if (length === buffer.length) buffer = Buffer.concat([buffer], Math.min(buffer.length * 2, MAX_BYTES + 1));
    const count = readSync(file, buffer, length, buffer.length - length, null);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

function utf16Name(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16 (little endian)';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16 (big endian)';
  return undefined;
}

/** Where UTF-8 ends being valid, by halving: decoding a prefix fails exactly when it holds an invalid byte. */
function firstInvalid(bytes: Uint8Array): { readonly offset: number; readonly line: number } {
  let low = 0;
  let high = bytes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isValid(bytes.subarray(0, middle + 1), true)) low = middle + 1;
    else high = middle;
  }
  let offset = Math.min(low, bytes.length - 1);
  // What is invalid about a character that breaks off shows only in the byte behind it.
  while (offset > 0 && !isValid(bytes.subarray(0, offset), false)) offset--;
  let line = 1;
  for (let i = 0; i < offset; i++) if (bytes[i] === 10) line++;
  return { offset, line };
}

/** Whether bytes are UTF-8, or the start of some when the last character may be cut off. */
function isValid(bytes: Uint8Array, cutOff: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cutOff });
    return true;
  } catch {
    return false;
  }
}
