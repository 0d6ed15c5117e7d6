/** All that a command touches of the world around it besides files, so that tests can stand in for it. */
export interface Terminal {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Columns of standard output; 120 when unknown. */
  readonly columns: number;
  /** Writes to standard output and resolves when more may be written. */
  write(text: string): Promise<void>;
  writeError(text: string): void;
  /** All of standard input. */
  readStdin(): Promise<Uint8Array>;
  /** Milliseconds of a clock that only serves to decide when to show progress. */
  elapsed(): number;
}
