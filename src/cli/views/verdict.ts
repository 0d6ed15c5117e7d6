import type { LineIndex } from '../../text/line-index.ts';
import { isObject } from '../../model/json.ts';
import { printYaml } from '../../workspace/print.ts';
import { callText } from '../../workspace/webhook-calls.ts';
import type { Verdict } from '../../workspace/verdicts.ts';
import { printable, type Style } from '../style.ts';

/** A verdict for people: one line, and below it what the server objects to, its warnings, and the object when it was asked for. */
export function verdictBlock({ document, answer, line }: Verdict, text: string, lines: LineIndex, style: Style): string {
  const object = [line.kind, line.name && `${line.namespace ? `${line.namespace}/` : ''}${line.name}`].filter(Boolean).join(' ');
  const place = `${line.source === '-' ? '<stdin>' : line.source}:${lines.positionAt(startOfContent(text, document.range.start)).line}`;
  const head = `${verdictWord(line.verdict, line.code, style)}  ${printable(object)}${object === '' ? '' : '  '}${style.dim(printable(place))}`;
  const details = [...reasons(line), ...(line.warnings ?? []).map((warning) => `${style.yellow('warning:')} ${printable(warning)}`)];
  const calls = answer && answer.verdict !== 'unknown-kind' ? (answer.calls ?? []) : [];
  details.push(...calls.map((call) => `${style.blue('would ask:')} ${printable(callText(call))}`));
  const stored = line.object === undefined ? '' : printYaml(line.object).replace(/^(?=.)/gm, '  ');
  return `${head}\n${details.map((detail) => `  ${detail}\n`).join('')}${stored}`;
}

function verdictWord(verdict: Verdict['line']['verdict'], code: number | undefined, style: Style): string {
  switch (verdict) {
    case 'accepted':
      return style.green('accepted');
    case 'rejected':
      return style.red(`rejected ${code ?? ''}`.trimEnd());
    case 'unknown-kind':
      return style.yellow('unknown kind');
    case 'unreadable':
      return style.red('unreadable');
  }
}

/** The causes of a refusal, one each; its message where it has none. */
function reasons({ error, status }: Verdict['line']): string[] {
  if (error !== undefined) return printableLines(error);
  if (!isObject(status)) return [];
  const causes = isObject(status.details) && Array.isArray(status.details.causes) ? status.details.causes : [];
  const texts = causes.flatMap((cause: unknown) =>
    isObject(cause) && cause.field !== undefined ? [`${String(cause.field)}: ${String(cause.message)}`] : [],
  );
  return (texts.length > 0 ? texts : [String(status.message)]).flatMap(printableLines);
}

const printableLines = (text: string): string[] => text.split('\n').map(printable);

/** Where a document's content begins: behind separators, comments and blank lines. */
export function startOfContent(text: string, start: number): number {
  const skipped = /(?:[ \t]*(?:#[^\n]*|---[ \t]*(?:#[^\n]*)?)?\r?\n)*/y;
  skipped.lastIndex = start;
  return start + (skipped.exec(text)?.[0].length ?? 0);
}
