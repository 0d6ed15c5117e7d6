import { isAtLeast } from '../diagnostic/severity.ts';
import type { Severity } from '../diagnostic/diagnostic.ts';

/** How a run ended: 0 nothing to report, 1 findings, 2 wrong usage or unreadable input, 3 a bug in Drydock. */
export type ExitCode = 0 | 1 | 2 | 3;

/** From which severity on findings fail a run. */
export const FAIL_ON = ['error', 'warning', 'info', 'never'] as const;
export type FailOn = (typeof FAIL_ON)[number];

export const failsRun = (severity: Severity, failOn: FailOn): boolean => failOn !== 'never' && isAtLeast(severity, failOn);

/** What happened in a run, as far as its exit code depends on it. */
export interface RunOutcome {
  /** Something at or above `--fail-on`. */
  readonly failed: boolean;
  /** A file that could not be read, or input that names nothing. */
  readonly unreadable: boolean;
  /** Drydock itself failed on something. */
  readonly bug: boolean;
}

/** The gravest wins, except that findings in readable files outrank an unreadable one. */
export function exitCodeOf({ failed, unreadable, bug }: RunOutcome): ExitCode {
  if (bug) return 3;
  if (failed) return 1;
  return unreadable ? 2 : 0;
}
