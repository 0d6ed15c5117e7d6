import { stringify } from '../../model/json.ts';
import { createLineIndex } from '../../text/line-index.ts';
import { findingJson } from './finding.ts';
import type { CreateFormatter } from './formatter.ts';

/** One JSON object a line for each finding. */
export const createJsonlFormatter: CreateFormatter = () => ({
  start: () => '',
  report({ text, diagnostics }) {
    const lines = text === undefined ? undefined : createLineIndex(text);
    return diagnostics.map((diagnostic) => `${stringify(findingJson(diagnostic, lines))}\n`).join('');
  },
  finish: () => '',
});
