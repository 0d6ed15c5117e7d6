import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { compareText } from '../model/json.ts';
import type { SourceFile } from '../workspace/source-file.ts';
import { describeCode } from '../workspace/codes.ts';
import type { FormatterOptions } from './formatters/formatter.ts';
import { loadFormatter, type FormatterName } from './formatters/index.ts';
import { addTo, emptyTotals } from './totals.ts';

/** Findings of texts that are all at hand, as `check` prints its own: source by source, those without findings as well. */
export async function printFindings(
  files: readonly SourceFile[],
  findings: readonly Diagnostic[],
  format: FormatterName,
  options: Omit<FormatterOptions, 'describe' | 'textOf'>,
): Promise<string> {
  const texts = new Map(files.map(({ source, text }) => [source, text]));
  const bySource = new Map<string, Diagnostic[]>(files.map(({ source }) => [source, []]));
  for (const finding of findings) bySource.set(finding.at.source, [...(bySource.get(finding.at.source) ?? []), finding]);
  const formatter = (await loadFormatter(format))({ ...options, describe: describeCode, textOf: (source) => texts.get(source) });
  const totals = emptyTotals();
  let output = formatter.start();
  for (const [source, diagnostics] of [...bySource].sort(([a], [b]) => compareText(a, b))) {
    const report = { source, text: texts.get(source), documents: 0, diagnostics };
    addTo(totals, report);
    output += formatter.report(report);
  }
  return output + formatter.finish(totals);
}
