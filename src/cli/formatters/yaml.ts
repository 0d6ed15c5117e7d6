import { printYaml } from '../../workspace/print.ts';
import { findingJson } from './finding.ts';
import type { CreateFormatter } from './formatter.ts';
import { summaryJson } from './json.ts';
import { readLines } from './read-lines.ts';

/** A YAML document for each finding and a last one with the sums. */
export const createYamlFormatter: CreateFormatter = (options) => ({
  start: () => '',
  report(report) {
    const linesOf = readLines(report, options);
    return report.diagnostics.map((diagnostic) => `---\n${printYaml(findingJson(diagnostic, linesOf))}`).join('');
  },
  finish: (totals) => `---\n${printYaml({ summary: summaryJson(totals) })}`,
});
