import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from '../model/json.ts';
import { createLineIndex } from '../text/line-index.ts';
import type { FixResult } from '../workspace/lint.ts';
import type { SourceFile } from '../workspace/source-file.ts';
import { counted } from './counted.ts';
import { describeFileError } from './read-source.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

export interface WriteFixesOptions {
  readonly terminal: Terminal;
  readonly style: Style;
  readonly quiet: boolean;
  readonly asJson: boolean;
  /** Only tell. */
  readonly dryRun: boolean;
}

/** Writes mended files in place (standard input to standard output) and tells what was mended. Answers whether a file could not be written. */
export async function writeFixes(
  result: FixResult,
  files: readonly SourceFile[],
  { terminal, style, quiet, asJson, dryRun }: WriteFixesOptions,
): Promise<boolean> {
  const texts = new Map(files.map(({ source, text }) => [source, text]));
  const changed = result.files.filter(({ source, text }) => texts.get(source) !== text);
  let unwritten = false;
  for (const { source, text } of dryRun ? [] : result.files) {
    if (source === '-') await terminal.write(text);
    else if (texts.get(source) !== text) {
      try {
        writeFileSync(resolve(terminal.cwd, source), text);
      } catch (error) {
        unwritten = true;
        const reason = describeFileError(error instanceof Error ? error : new Error(String(error)));
        terminal.writeError(`drydock: cannot write ${source}: ${reason}\n`);
      }
    }
  }
  const applied = result.applied.map(({ diagnostic: { code, at }, fix: { title, safety } }) => ({
    source: at.source,
    line: createLineIndex(texts.get(at.source) ?? '').positionAt(at.range.start).line,
    code,
    title,
    safety,
  }));
  const tell = files.some(({ source }) => source === '-') && !dryRun ? terminal.writeError : terminal.write;
  if (asJson) {
    await tell(`${stringify({ applied, files: changed.map(({ source }) => source) }, { indent: 2 })}\n`);
    return unwritten;
  }
  for (const { source, line, code, title } of applied) await tell(`${source}:${line}  ${title}  ${style.dim(code)}\n`);
  const verb = dryRun ? 'would be mended' : 'mended';
  if (!quiet) await tell(`${counted(applied.length, 'finding')} ${verb} in ${counted(changed.length, 'file')}.\n`);
  return unwritten;
}
