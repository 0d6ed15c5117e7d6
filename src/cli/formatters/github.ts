import type { Severity } from '../../diagnostic/diagnostic.ts';
import { createLineIndex } from '../../text/line-index.ts';
import type { CreateFormatter } from './formatter.ts';

/** Workflow commands of GitHub Actions, which show findings beside the lines of a pull request. */
export const createGithubFormatter: CreateFormatter = () => ({
  start: () => '',
  report({ text, diagnostics }) {
    const lines = text === undefined ? undefined : createLineIndex(text);
    return diagnostics
      .map(({ at, severity, code, message, note }) => {
        const properties = [`file=${property(at.source)}`];
        if (lines) {
          const start = lines.positionAt(at.range.start);
          const end = lines.positionAt(Math.max(at.range.start, at.range.end - 1));
          properties.push(`line=${start.line}`, `endLine=${end.line}`);
          // Columns are only allowed within one line.
          if (start.line === end.line) properties.push(`col=${start.column}`, `endColumn=${end.column + 1}`);
        }
        return `::${command(severity)} ${[...properties, `title=${property(code)}`].join(',')}::${data(note === undefined ? message : `${message}\n${note}`)}\n`;
      })
      .join('');
  },
  finish: () => '',
});

const command = (severity: Severity): string => (severity === 'error' || severity === 'warning' ? severity : 'notice');

const data = (text: string): string => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');

const property = (text: string): string => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
