import { stringify } from '../../model/json.ts';
import { findingJson } from './finding.ts';
import type { CreateFormatter } from './formatter.ts';
import { readLines } from './read-lines.ts';

/** One JSON object a line for each finding. */
export const createJsonlFormatter: CreateFormatter = (options) => ({
  start: () => '',
  report(report) {
    const linesOf = readLines(report, options);
    return report.diagnostics.map((diagnostic) => `${stringify(findingJson(diagnostic, linesOf))}\n`).join('');
  },
  finish: () => '',
});
