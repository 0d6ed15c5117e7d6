import { compareText } from '../model/json.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';

const RANK: Record<Severity, number> = { error: 3, warning: 2, info: 1, hint: 0 };

/** Whether `severity` is `threshold` or worse. */
export const isAtLeast = (severity: Severity, threshold: Severity): boolean => RANK[severity] >= RANK[threshold];

/** The order of all output: source, start, code, then what is left, so that equal input gives equal bytes. */
export const compareDiagnostics = (a: Diagnostic, b: Diagnostic): number =>
  compareText(a.at.source, b.at.source) ||
  a.at.range.start - b.at.range.start ||
  compareText(a.code, b.code) ||
  a.at.range.end - b.at.range.end ||
  compareText(a.message, b.message);
