import type { Severity } from '../diagnostic/diagnostic.ts';
import type { SourceReport, Totals } from './formatters/formatter.ts';

/** Sums while they are made. */
export interface RunningTotals extends Totals {
  sources: number;
  sourcesWithFindings: number;
  documents: number;
  readonly bySeverity: Record<Severity, number>;
  fixable: number;
  fixableUnsafely: number;
}

export const emptyTotals = (): RunningTotals => ({
  sources: 0,
  sourcesWithFindings: 0,
  documents: 0,
  bySeverity: { error: 0, warning: 0, info: 0, hint: 0 },
  fixable: 0,
  fixableUnsafely: 0,
});

export function addTo(totals: RunningTotals, { documents, diagnostics }: SourceReport): void {
  totals.sources++;
  totals.documents += documents;
  if (diagnostics.length > 0) totals.sourcesWithFindings++;
  for (const { severity, fixes } of diagnostics) {
    totals.bySeverity[severity]++;
    if (fixes?.some(({ safety }) => safety === 'safe')) totals.fixable++;
    else if (fixes && fixes.length > 0) totals.fixableUnsafely++;
  }
}
