import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { Simulation } from '../../workspace/simulation.ts';
import type { YamlDocument } from '../../workspace/verdicts.ts';
import type { Bug } from '../bug.ts';
import type { SourceReport } from '../formatters/formatter.ts';
import type { SourceText } from '../read-source.ts';
import type { AdmitSpec } from './admit.ts';
import type { FindingsSpec } from './findings.ts';

/** What is to be done with each source. Plain data: it is sent to worker threads. */
export type TaskSpec = AdmitSpec | FindingsSpec;

/** What became of one source. Plain data as well. */
export interface TaskResult {
  readonly source: string;
  /** Ready output (admit). */
  readonly output: string;
  /** Findings (check, lint); also why a source could not be read. */
  readonly report: SourceReport;
  /** What rules are to look at (lint). */
  readonly documents: readonly YamlDocument[];
  /** Whether something in it fails the run. */
  readonly failed: boolean;
  readonly unreadable: boolean;
  readonly bugs: readonly Bug[];
}

/** A task made ready: schemas loaded, cluster set up. */
export interface Task {
  /** Findings about the setup itself, such as an object that is refused. */
  readonly setupProblems: readonly Diagnostic[];
  /** For threads that share out the judgement of the setup. */
  readonly setup: Simulation['setup'];
  run(source: string, text: SourceText): TaskResult;
}

export async function loadTask(spec: TaskSpec): Promise<Task> {
  switch (spec.task) {
    case 'admit':
      return (await import('./admit.ts')).createAdmitTask(spec);
    case 'findings':
      return (await import('./findings.ts')).createFindingsTask(spec);
  }
}
