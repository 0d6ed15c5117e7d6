import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import type { FailOn } from '../exit-code.ts';
import type { Style } from '../style.ts';

/** All findings of one source. */
export interface SourceReport {
  readonly source: string;
  /** Its text; undefined when it could not be read or has no findings. */
  readonly text: string | undefined;
  /** Documents that were judged. */
  readonly documents: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Sums over a run. */
export interface Totals {
  readonly sources: number;
  readonly sourcesWithFindings: number;
  readonly documents: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Findings that `drydock fix` can mend, and those for which it needs `--unsafe`. */
  readonly fixable: number;
  readonly fixableUnsafely: number;
}

/** What a diagnostic code stands for. */
export interface RuleDescription {
  readonly summary: string;
}

/** The commands that apply fixes: those that leave what runs as it is, and all of them. */
export interface FixCommands {
  readonly safe: string;
  readonly unsafe: string;
}

export interface FormatterOptions {
  readonly style: Style;
  readonly failOn: FailOn;
  readonly quiet: boolean;
  readonly version: string;
  /** Without it they are those of `drydock fix`. */
  readonly fixCommands?: FixCommands;
  describe(code: string): RuleDescription | undefined;
  /** The text of a source that is not the report's own but that its findings point to. */
  readonly textOf?: ((source: string) => string | undefined) | undefined;
}

/** Turns reports into output, one source after the other, so that a large run needs little memory. Called in the order start, report…, finish. */
export interface Formatter {
  start(): string;
  report(report: SourceReport): string;
  finish(totals: Totals): string;
}

export type CreateFormatter = (options: FormatterOptions) => Formatter;
