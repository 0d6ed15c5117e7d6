import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { SourceFile } from '../workspace/source-file.ts';
import { inputProblem, resolveInputs, type InputOptions } from './inputs.ts';
import { readSource } from './read-source.ts';
import type { Terminal } from './terminal.ts';

/** Texts of all files that path arguments stand for, and what could not be read. */
export interface ReadInputs {
  readonly files: readonly SourceFile[];
  readonly problems: readonly Diagnostic[];
}

export async function readInputs(
  paths: readonly string[],
  terminal: Terminal,
  options: Omit<InputOptions, 'cwd'> = {},
): Promise<ReadInputs> {
  const inputs = await resolveInputs(paths, { ...options, cwd: terminal.cwd });
  const files: SourceFile[] = [];
  const problems = [...inputs.problems];
  for (const { source } of inputs.files) {
    const read = await readSource(source, terminal);
    if (read.problem) problems.push(inputProblem(read.problem.code, source, read.problem.message, read.problem.note));
    else files.push({ source, text: read.text });
  }
  return { files, problems };
}

/** Tells on standard error what could not be read. */
export function complain(problems: readonly Diagnostic[], terminal: Terminal): void {
  for (const { message, note } of problems) terminal.writeError(`drydock: ${message}${note === undefined ? '' : ` (${note})`}\n`);
}
