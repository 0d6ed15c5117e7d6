import type { Terminal } from './terminal.ts';

/** Tells on standard error how far a long run is: only on a terminal, not in CI, and not before a second has passed. */
export interface Progress {
  /** `done` of all are done. */
  tick(done: number): void;
  clear(): void;
}

const DELAY = 1000;
const INTERVAL = 100;

export function createProgress(terminal: Terminal, verb: string, total: number, quiet: boolean): Progress {
  if (quiet || !terminal.stderrIsTerminal || terminal.env['CI']) return { tick: () => {}, clear: () => {} };
  const begun = terminal.elapsed();
  let shownAt: number | undefined;
  return {
    tick(done) {
      const now = terminal.elapsed();
      if (now - begun < DELAY || (shownAt !== undefined && now - shownAt < INTERVAL)) return;
      shownAt = now;
      terminal.writeError(`\r\u001b[K${verb} ${done} of ${total} files`);
    },
    clear() {
      if (shownAt !== undefined) terminal.writeError('\r\u001b[K');
    },
  };
}
