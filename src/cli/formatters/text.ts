import type { Diagnostic, Related, Severity } from '../../diagnostic/diagnostic.ts';
import { createLineIndex, type LineIndex } from '../../text/line-index.ts';
import { sourceFrame } from '../source-frame.ts';
import { printable, type Style } from '../style.ts';
import { counted } from '../counted.ts';
import type { CreateFormatter, FixCommands, SourceReport, Totals } from './formatter.ts';

const FIX: FixCommands = { safe: 'drydock fix', unsafe: 'drydock fix --unsafe' };

/** For people: each finding with its place, the lines it is about, why it matters and what to do. */
export const createTextFormatter: CreateFormatter = ({ style, quiet, fixCommands = FIX }) => ({
  start: () => '',
  report(report) {
    const lines = report.text === undefined ? undefined : createLineIndex(report.text);
    return report.diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, lines, report, style, fixCommands)}\n\n`).join('');
  },
  finish: (totals) => (quiet ? '' : `${summary(totals, style, fixCommands)}\n`),
});

/** The colour of a severity. */
export function severityPaint(severity: Severity, style: Style): (text: string) => string {
  switch (severity) {
    case 'error':
      return style.red;
    case 'warning':
      return style.yellow;
    case 'info':
      return style.blue;
    case 'hint':
      return style.cyan;
  }
}

function diagnosticText(
  diagnostic: Diagnostic,
  lines: LineIndex | undefined,
  report: SourceReport,
  style: Style,
  commands: FixCommands,
): string {
  const paint = severityPaint(diagnostic.severity, style);
  const [headline = '', ...more] = printableLines(diagnostic.message);
  const out = [
    `${style.bold(paint(`${diagnostic.severity}[${diagnostic.code}]`))}${style.bold(`: ${headline}`)}`,
    ...more.map((line) => `  ${line}`),
  ];
  out.push(`  ${style.blue('-->')} ${place(diagnostic, lines)}${subject(diagnostic, style)}`);
  if (lines) out.push(...sourceFrame(lines, diagnostic.at.range, style, paint));
  if (diagnostic.note !== undefined) out.push(...labelled('note', diagnostic.note, style));
  for (const fix of diagnostic.fixes ?? []) out.push(...labelled('fix', `${fix.title} (\`${commands[fix.safety]}\` does it)`, style));
  // A place that several have to do with is shown once.
  const shown = new Set([diagnostic.at.range.start]);
  for (const related of diagnostic.related ?? []) {
    out.push(...relatedText(related, lines, report, style, shown.has(related.at.range.start)));
    shown.add(related.at.range.start);
  }
  return out.join('\n');
}

const printableLines = (text: string): string[] => text.split('\n').map(printable);

function place(diagnostic: { readonly at: Diagnostic['at'] }, lines: LineIndex | undefined): string {
  const source = printable(diagnostic.at.source === '-' ? '<stdin>' : diagnostic.at.source);
  if (!lines) return source;
  const { line, column } = lines.positionAt(diagnostic.at.range.start);
  return `${source}:${line}:${column}`;
}

/** `  Deployment default/web › spec.replicas`. */
function subject({ at }: Diagnostic, style: Style): string {
  const object = at.object && `${at.object.kind} ${at.object.namespace ? `${at.object.namespace}/` : ''}${at.object.name}`;
  const parts = [object, at.path].filter((part) => part !== undefined && part !== '').map((part) => printable(part ?? ''));
  return parts.length === 0 ? '' : `  ${style.dim(parts.join(' › '))}`;
}

const labelled = (label: string, text: string, style: Style): string[] =>
  printableLines(text).map((line, i) =>
    i === 0 ? `   ${style.blue('=')} ${style.bold(label)}: ${line}` : `     ${' '.repeat(label.length)}  ${line}`,
  );

function relatedText(related: Related, lines: LineIndex | undefined, report: SourceReport, style: Style, isShown: boolean): string[] {
  const here = related.at.source === report.source ? lines : undefined;
  const head = `   ${style.blue('=')} ${printable(related.message)}: ${place(related, here)}`;
  return here && !isShown ? [head, ...sourceFrame(here, related.at.range, style, style.blue)] : [head];
}

function summary(totals: Totals, style: Style, commands: FixCommands): string {
  const { error, warning, info, hint } = totals.bySeverity;
  const scope = `${counted(totals.documents, 'document')} in ${counted(totals.sources, 'file')}`;
  const found = [
    error > 0 && style.red(counted(error, 'error')),
    warning > 0 && style.yellow(counted(warning, 'warning')),
    info > 0 && style.blue(counted(info, 'info', 'infos')),
    hint > 0 && style.cyan(counted(hint, 'hint')),
  ].filter((text) => text !== false);
  if (found.length === 0) return `${style.green('No problems')} in ${scope}.`;
  const mendable = [
    totals.fixable > 0 && `\`${commands.safe}\` mends ${totals.fixable}`,
    totals.fixableUnsafely > 0 &&
      `\`${commands.unsafe}\` mends ${totals.fixable > 0 ? `${totals.fixableUnsafely} more` : totals.fixableUnsafely}`,
  ].filter((text) => text !== false);
  const fixes = mendable.length === 0 ? '' : ` ${mendable.join(', ')}.`;
  return `Found ${found.join(', ')} in ${counted(totals.sourcesWithFindings, 'file')} (${scope} looked at).${fixes}`;
}
