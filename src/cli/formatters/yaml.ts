import { createLineIndex } from '../../text/line-index.ts';
import { printYaml } from '../../workspace/print.ts';
import { findingJson } from './finding.ts';
import type { CreateFormatter } from './formatter.ts';
import { summaryJson } from './json.ts';

/** A YAML document for each finding and a last one with the sums. */
export const createYamlFormatter: CreateFormatter = () => ({
  start: () => '',
  report({ text, diagnostics }) {
    const lines = text === undefined ? undefined : createLineIndex(text);
    return diagnostics.map((diagnostic) => `---\n${printYaml(findingJson(diagnostic, lines))}`).join('');
  },
  finish: (totals) => `---\n${printYaml({ summary: summaryJson(totals) })}`,
});
