import { run } from '../../src/cli/run.ts';
import { fakeTerminal } from './fake-terminal.ts';
import { entry } from './test-entry.ts';

export interface Outcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command line in this process. */
export async function runInProcess(args: readonly string[], options: Parameters<typeof fakeTerminal>[0] = {}): Promise<Outcome> {
  const terminal = fakeTerminal(options);
  const code = await run(args, terminal, { version: '9.9.9', entry });
  return { code, output: terminal.output(), errors: terminal.errors() };
}
