import { stringify } from '../../model/json.ts';
import { findingJson } from './finding.ts';
import type { CreateFormatter, Totals } from './formatter.ts';
import { readLines } from './read-lines.ts';

/** One JSON object: `{ findings, summary }`. */
export const createJsonFormatter: CreateFormatter = (options) => {
  let separator = '\n';
  return {
    start: () => '{\n  "findings": [',
    report(report) {
      const linesOf = readLines(report, options);
      return report.diagnostics
        .map((diagnostic) => {
          const out = `${separator}    ${stringify(findingJson(diagnostic, linesOf))}`;
          separator = ',\n';
          return out;
        })
        .join('');
    },
    finish: (totals) => `${separator === '\n' ? '' : '\n  '}],\n  "summary": ${stringify(summaryJson(totals))}\n}\n`,
  };
};

export const summaryJson = ({ sources, sourcesWithFindings, documents, bySeverity, fixable, fixableUnsafely }: Totals) => ({
  files: sources,
  filesWithFindings: sourcesWithFindings,
  documents,
  errors: bySeverity.error,
  warnings: bySeverity.warning,
  infos: bySeverity.info,
  hints: bySeverity.hint,
  fixable,
  fixableUnsafely,
});
