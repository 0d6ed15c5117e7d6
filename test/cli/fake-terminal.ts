import type { Terminal } from '../../src/cli/terminal.ts';

/** A terminal that keeps what is written. */
export interface FakeTerminal extends Terminal {
  readonly output: () => string;
  readonly errors: () => string;
}

export function fakeTerminal({
  cwd = process.cwd(),
  stdin = '',
  env = {},
}: { cwd?: string; stdin?: string | Uint8Array; env?: Record<string, string> } = {}): FakeTerminal {
  let output = '';
  let errors = '';
  return {
    cwd,
    env,
    stdoutIsTerminal: false,
    stderrIsTerminal: false,
    columns: 80,
    write: (text) => {
      output += text;
      return Promise.resolve();
    },
    writeError: (text) => {
      errors += text;
    },
    readStdin: () => Promise.resolve(typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin),
    elapsed: () => 0,
    output: () => output,
    errors: () => errors,
  };
}
