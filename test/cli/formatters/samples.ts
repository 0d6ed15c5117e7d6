import type { Diagnostic } from '../../../src/diagnostic/diagnostic.ts';
import type { FormatterOptions, SourceReport, Totals } from '../../../src/cli/formatters/formatter.ts';
import { createStyle } from '../../../src/cli/style.ts';

export const TEXT = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: Web\nspec:\n  contaners: []\n';

const rangeOf = (part: string) => ({ start: TEXT.indexOf(part), end: TEXT.indexOf(part) + part.length });
const object = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'Web' };

export const NAME: Diagnostic = {
  code: 'api/field-value-invalid',
  severity: 'error',
  message: 'Invalid value: "Web": must be lower case',
  at: { source: 'a b/pod.yaml', range: rangeOf('Web'), object, path: 'metadata.name' },
  related: [{ at: { source: 'a b/pod.yaml', range: rangeOf('Pod') }, message: 'the kind is here' }],
};

export const FIELD: Diagnostic = {
  code: 'schema/unknown-field',
  severity: 'warning',
  message: 'unknown field "spec.contaners"',
  note: 'Did you mean "containers"? 100%, <sure>',
  at: { source: 'a b/pod.yaml', range: rangeOf('contaners'), object, path: 'spec.contaners' },
  fixes: [{ title: 'Rename to containers', safety: 'unsafe', edits: [{ range: rangeOf('contaners'), text: 'containers' }] }],
};

export const REPORT: SourceReport = { source: 'a b/pod.yaml', text: TEXT, documents: 1, diagnostics: [NAME, FIELD] };
export const CLEAN: SourceReport = { source: 'clean.yaml', text: undefined, documents: 2, diagnostics: [] };
export const UNREADABLE: SourceReport = {
  source: 'gone.yaml',
  text: undefined,
  documents: 0,
  diagnostics: [
    {
      code: 'input/unreadable',
      severity: 'error',
      message: 'cannot read gone.yaml',
      at: { source: 'gone.yaml', range: { start: 0, end: 0 } },
    },
  ],
};

export const TOTALS: Totals = {
  sources: 3,
  sourcesWithFindings: 2,
  documents: 3,
  bySeverity: { error: 2, warning: 1, info: 0, hint: 0 },
  fixable: 0,
  fixableUnsafely: 1,
};
export const NO_FINDINGS: Totals = {
  sources: 1,
  sourcesWithFindings: 0,
  documents: 2,
  bySeverity: { error: 0, warning: 0, info: 0, hint: 0 },
  fixable: 0,
  fixableUnsafely: 0,
};

export const OPTIONS: FormatterOptions = {
  style: createStyle(false),
  failOn: 'error',
  quiet: false,
  version: '1.2.3',
  describe: (code) => (code === 'schema/unknown-field' ? { summary: 'Fields exist in the schema.' } : undefined),
};
