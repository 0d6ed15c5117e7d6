import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { createLineIndex, type LineIndex } from '../../text/line-index.ts';
import { failsRun, type FailOn } from '../exit-code.ts';
import type { CreateFormatter, SourceReport } from './formatter.ts';

/** JUnit XML: a test suite for each file, a test case for each finding; a file without findings is one that passed. Findings that fail the run are failures. */
export const createJunitFormatter: CreateFormatter = ({ failOn }) => {
  const suites: string[] = [];
  let tests = 0;
  let failures = 0;
  return {
    start: () => '',
    report(report) {
      const failed = report.diagnostics.filter(({ severity }) => failsRun(severity, failOn)).length;
      const count = Math.max(1, report.diagnostics.length);
      tests += count;
      failures += failed;
      suites.push(
        `  <testsuite name="${attribute(report.source)}" tests="${count}" failures="${failed}" errors="0" skipped="0">\n${cases(report, failOn)}  </testsuite>\n`,
      );
      return '';
    },
    // The counts of all suites come first, so everything is written at the end.
    finish: () =>
      `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="drydock" tests="${tests}" failures="${failures}" errors="0">\n${suites.join('')}</testsuites>\n`,
  };
};

function cases({ source, text, diagnostics }: SourceReport, failOn: FailOn): string {
  if (diagnostics.length === 0) return `    <testcase name="${attribute(source)}" classname="${attribute(source)}"/>\n`;
  const lines = text === undefined ? undefined : createLineIndex(text);
  return diagnostics.map((diagnostic) => caseOf(diagnostic, lines, failOn)).join('');
}

function caseOf(diagnostic: Diagnostic, lines: LineIndex | undefined, failOn: FailOn): string {
  const { at, code, severity, message, note } = diagnostic;
  const position = lines?.positionAt(at.range.start);
  const object = at.object ? ` ${at.object.kind} ${at.object.name}` : '';
  const name = `${code}${object}${position ? ` (${position.line}:${position.column})` : ''}`;
  const body = [
    `${at.source}${position ? `:${position.line}:${position.column}` : ''}: ${message}`,
    ...(note === undefined ? [] : [note]),
  ].join('\n');
  const content = failsRun(severity, failOn)
    ? `<failure type="${attribute(severity)}" message="${attribute(message)}">${escaped(body)}</failure>`
    : `<system-out>${escaped(`${severity}: ${body}`)}</system-out>`;
  return `    <testcase name="${attribute(name)}" classname="${attribute(at.source)}"${position ? ` file="${attribute(at.source)}" line="${position.line}"` : ''}>${content}</testcase>\n`;
}

/** Characters that XML 1.0 cannot hold become `�`. */
const escaped = (text: string): string =>
  text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

const attribute = (text: string): string =>
  escaped(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;').replace(/\t/g, '&#9;').replace(/\r/g, '&#13;');
