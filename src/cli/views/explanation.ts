import { stringify } from '../../model/json.ts';
import type { Explanation, FieldSummary } from '../../workspace/explain.ts';
import type { Style } from '../style.ts';
import { wrapText } from '../wrap-text.ts';

/** An explanation for people. */
export function explanationText(explanation: Explanation, release: string, style: Style, columns: number): string {
  const { apiVersion, kind, path, type, names, namespaced } = explanation;
  const title = path === '' ? kind : `${kind}.${path}`;
  const facts: [label: string, text: string][] = [
    ['type', `${type}${explanation.format === undefined ? '' : ` (${explanation.format})`}${explanation.required ? ', required' : ''}`],
    ...fact('default', explanation.default === undefined ? undefined : stringify(explanation.default)),
    ...fact('allowed', explanation.allowed?.join(', ')),
    ...fact('merged', explanation.merge),
    ...fact('since', explanation.since && `Kubernetes ${explanation.since}`),
    ...fact('names', names?.join(', ')),
    ...fact('scope', namespaced === undefined ? undefined : namespaced ? 'namespace' : 'cluster'),
  ];
  return [
    `${style.bold(title)}  ${style.dim(`${apiVersion}, Kubernetes ${release}`)}`,
    ...facts.map(([label, text]) => `  ${style.cyan(label.padEnd(8))}${text}`),
    ...(explanation.documentation === '' ? [] : ['', ...wrapText(explanation.documentation, columns - 2).map((line) => `  ${line}`)]),
    ...(explanation.notes
      ? [
          '',
          style.bold('Known handlers'),
          ...explanation.notes.flatMap((note) => wrapText(note, columns - 4).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`)),
        ]
      : []),
    ...(explanation.fields.length === 0
      ? []
      : ['', style.bold('Fields'), ...explanation.fields.flatMap((field) => fieldLines(field, style, columns))]),
    '',
  ].join('\n');
}

const fact = (label: string, text: string | undefined): [string, string][] => (text === undefined || text === '' ? [] : [[label, text]]);

function fieldLines({ name, type, required, documentation }: FieldSummary, style: Style, columns: number): string[] {
  const [first = ''] = documentation.split(/(?<=\.)\s|\n/);
  return [
    `  ${style.cyan(name)}  ${style.dim(type)}${required ? `  ${style.yellow('required')}` : ''}`,
    ...wrapText(first, columns - 6).map((line) => `      ${line}`),
  ];
}
