import type { Diagnostic, Related, Severity } from '../../diagnostic/diagnostic.ts';
import type { LineIndex } from '../../text/line-index.ts';
import { sourceFrame } from '../source-frame.ts';
import { printable, type Style } from '../style.ts';
import { counted } from '../counted.ts';
import type { CreateFormatter, FixCommands, Totals } from './formatter.ts';
import { readLines, type LinesOf } from './read-lines.ts';

const FIX: FixCommands = { safe: 'drydock fix', unsafe: 'drydock fix --unsafe' };

/** For people: each finding with its place, the lines it is about, why it matters and what to do. */
export const createTextFormatter: CreateFormatter = ({ style, quiet, fixCommands = FIX, textOf }) => ({
  start: () => '',
  report(report) {
    const linesOf = readLines(report, { textOf });
    return report.diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, linesOf, style, fixCommands)}\n\n`).join('');
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

function diagnosticText(diagnostic: Diagnostic, linesOf: LinesOf, style: Style, commands: FixCommands): string {
  const lines = linesOf(diagnostic.at.source)?.index;
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
  const shown = new Set([placeKey(diagnostic)]);
  for (const related of diagnostic.related ?? []) {
    out.push(...relatedText(related, linesOf(related.at.source)?.index, style, shown.has(placeKey(related))));
    shown.add(placeKey(related));
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

/** What tells places apart. */
const placeKey = ({ at }: Pick<Related, 'at'>): string => `${at.range.start} ${at.source}`;

function relatedText(related: Related, lines: LineIndex | undefined, style: Style, isShown: boolean): string[] {
  const head = `   ${style.blue('=')} ${printable(related.message)}: ${place(related, lines)}`;
  return lines && !isShown ? [head, ...sourceFrame(lines, related.at.range, style, style.blue)] : [head];
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
