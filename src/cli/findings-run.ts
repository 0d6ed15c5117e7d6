import type { Entry } from './entry.ts';
import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareDiagnostics } from '../diagnostic/severity.ts';
import { compareText } from '../model/json.ts';
import { applySettings, type RuleSettings } from '../workspace/check.ts';
import { describeCode } from '../workspace/codes.ts';
import { describeRule, lintFiles, type LintFile } from '../workspace/lint.ts';
import { oncePerKind } from '../workspace/once-per-kind.ts';
import { schemasWith } from '../workspace/schemas.ts';
import { bugOf, bugsText, type Bug } from './bug.ts';
import { exitCodeOf, failsRun, type ExitCode, type FailOn } from './exit-code.ts';
import type { FixCommands, SourceReport } from './formatters/formatter.ts';
import { loadFormatter, type FormatterName } from './formatters/index.ts';
import type { Inputs } from './inputs.ts';
import { runJobs } from './jobs.ts';
import { createProgress } from './progress.ts';
import { createTextCache } from './text-cache.ts';
import type { Style } from './style.ts';
import type { FindingsSpec } from './tasks/findings.ts';
import type { TaskResult } from './tasks/task.ts';
import type { Terminal } from './terminal.ts';
import { addTo, emptyTotals } from './totals.ts';

/** What reporting findings needs besides the task. */
export interface FindingsRun {
  readonly terminal: Terminal;
  readonly entry: Entry;
  readonly version: string;
  readonly style: Style;
  readonly quiet: boolean;
  readonly format: FormatterName;
  readonly failOn: FailOn;
  readonly rules: RuleSettings;
  /** The arguments, for the line that reproduces a bug. */
  readonly args: readonly string[];
  /** What applies the fixes, where it is not `drydock fix`. */
  readonly fixCommands?: FixCommands;
  /** The configuration file, with what is wrong with it. */
  readonly config: { readonly source: string; readonly text: string; readonly problems: readonly Diagnostic[] } | undefined;
}

/** Does the task with all inputs, lets rules look at all of them together, and prints what is found in the order of sources. */
export async function runFindings(spec: FindingsSpec, inputs: Inputs, run: FindingsRun): Promise<ExitCode> {
  const { terminal, failOn, rules } = run;
  const files = inputs.files.toSorted((a, b) => compareText(a.source, b.source));
  const texts = createTextCache(files, terminal);
  const setupTexts = new Map([...spec.setup, ...spec.cluster].map(({ source, text }) => [source, text]));
  const formatter = (await loadFormatter(run.format))({
    ...run,
    describe: (code) => describeRule(code) ?? describeCode(code),
    textOf: (source) => setupTexts.get(source) ?? texts.get(source),
  });
  const progress = createProgress(terminal, 'checked', files.length, run.quiet);
  const found: TaskResult[] = [];
  const early: SourceReport[] = inputs.problems.map(reportOf);
  if (run.config && run.config.problems.length > 0) early.unshift({ ...run.config, documents: 0, diagnostics: run.config.problems });
  await runJobs(spec, files, {
    terminal,
    entry: run.entry,
    onRead: (source, text) => texts.keep(source, text),
    onSetup: (problems) => {
      early.push(...problems.map(reportOf));
      return Promise.resolve();
    },
    onResult: (result) => {
      found.push(result);
      progress.tick(found.length);
      return Promise.resolve();
    },
  });
  progress.clear();
  const bugs = found.flatMap((result) => result.bugs);
  const linted = spec.lint ? lintAll(found, spec, rules, texts.get, bugs) : new Map<string, Diagnostic[]>();
  const totals = emptyTotals();
  const kindsSeen = new Set<string>();
  let failed = false;
  const print = async (report: SourceReport): Promise<void> => {
    failed ||= report.diagnostics.some(({ code, severity }) => !code.startsWith('input/') && failsRun(severity, failOn));
    addTo(totals, report);
    await terminal.write(formatter.report(report));
  };
  await terminal.write(formatter.start());
  for (const report of early) await print(report);
  for (const { source, report } of found) {
    const all = applySettings([...report.diagnostics, ...(linted.get(source) ?? [])], rules);
    const diagnostics = oncePerKind(all, kindsSeen).sort(compareDiagnostics);
    await print({ ...report, diagnostics, text: diagnostics.length > 0 ? texts.get(source) : undefined });
  }
  await terminal.write(formatter.finish(totals));
  if (bugs.length > 0) terminal.writeError(bugsText(bugs, run));
  const unreadable = inputs.problems.length + (run.config?.problems.length ?? 0) > 0 || found.some((result) => result.unreadable);
  return exitCodeOf({ failed, unreadable, bug: bugs.length > 0 });
}

const reportOf = (diagnostic: Diagnostic): SourceReport => ({
  source: diagnostic.at.source,
  text: undefined,
  documents: 0,
  diagnostics: [diagnostic],
});

/** Findings of the rules by source. */
function lintAll(
  found: readonly TaskResult[],
  spec: FindingsSpec,
  rules: RuleSettings,
  textOf: (source: string) => string | undefined,
  bugs: Bug[],
): Map<string, Diagnostic[]> {
  const files = found
    .filter(({ documents }) => documents.length > 0)
    .map(({ source, documents }): LintFile => ({
      source,
      documents,
      // Read when it is asked for: all texts of a large run together do not fit.
      get text() {
        return textOf(source) ?? '';
      },
    }));
  const bySource = new Map<string, Diagnostic[]>();
  try {
    for (const diagnostic of lintFiles(files, { registry: schemasWith(spec.release, spec.enableApis), rules })) {
      const known = bySource.get(diagnostic.at.source);
      if (known) known.push(diagnostic);
      else bySource.set(diagnostic.at.source, [diagnostic]);
    }
  } catch (error) {
    bugs.push(bugOf(error, 'lint'));
  }
  return bySource;
}
