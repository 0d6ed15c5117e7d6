import { apiVersionOf } from '../model/group-version-kind.ts';
import type { Consequence, JudgedChange, ObjectDiff } from './change.ts';
import { concealed } from './secrecy.ts';
import { textDiff } from './text-diff.ts';
import { blockLines, isBlock, scalarText, valueLines } from './value-text.ts';

/** What a piece of the text is, for those who colour it. */
export type Role = 'heading' | 'path' | 'added' | 'removed' | 'plain' | 'faint' | Consequence;
export type Paint = (role: Role, text: string) => string;

export interface RenderOptions {
  /** Wraps each piece; the text as it is without. Pieces are user text and may hold control characters. */
  readonly paint?: Paint;
  /** Columns of the terminal; values that do not fit stand below each other. */
  readonly width?: number;
  /** Values of Secrets are shown. */
  readonly secrets?: boolean;
}

/** Lines around a changed line of a long text. */
const CONTEXT_LINES = 2;

/**
 * The difference as text, one block per object, one entry per change with what it does:
 *
 *     ~ Deployment shop/web (apps/v1) · rolling restart
 *         spec.replicas  2 → 3  live
 *         spec.template.spec.containers[name=web].image  web:1 → web:2  rolling restart
 *
 * Empty for no difference; ends with a line break otherwise.
 */
export function renderDiff(diffs: readonly ObjectDiff[], options: RenderOptions = {}): string {
  if (diffs.length === 0) return '';
  const paint: Paint = options.paint ?? ((_, text) => text);
  const blocks = diffs.map((diff) => {
    const changes = diff.changes.map((change) => (options.secrets ? change : concealed(change, diff)));
    return [header(diff, paint), ...changes.flatMap((change) => changeLines(change, options.width ?? 120, paint))].join('\n');
  });
  return `${blocks.join('\n\n')}\n\n${summary(diffs)}\n`;
}

const SIGN = { added: '+', removed: '-', changed: '~', reordered: '~' } as const;

function header({ gvk, namespace, name, kind, consequence, note }: ObjectDiff, paint: Paint): string {
  const role = kind === 'added' ? 'added' : kind === 'removed' ? 'removed' : 'heading';
  const title = `${gvk.kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
  const tag = kind === 'changed' || consequence === 'rejected' ? consequence : kind;
  const tagRole = tag === 'added' || tag === 'removed' ? role : consequence;
  const lead = `${paint(role, `${SIGN[kind]} ${title}`)} ${paint('faint', `(${apiVersionOf(gvk)})`)} · ${paint(tagRole, tag)}`;
  return note === undefined ? lead : `${lead}\n    ${paint('faint', note)}`;
}

function changeLines(change: JudgedChange, width: number, paint: Paint): string[] {
  const tag = paint(change.consequence, change.consequence);
  const path = paint('path', change.path);
  const note = change.note === undefined ? [] : [`      ${paint('faint', change.note)}`];
  if (change.kind === 'reordered') {
    return [`    ${path}  order ${paint('removed', names(change.before))} → ${paint('added', names(change.after))}  ${tag}`, ...note];
  }
  if (change.kind === 'changed') {
    const [before, after] = [scalarText(change.before), scalarText(change.after)];
    const isText = isBlock(change.before) || isBlock(change.after);
    if (isText) return [`    ${path}  ${tag}`, ...note, ...textLines(change, paint)];
    const line = change.path.length + before.length + after.length + change.consequence.length + 11;
    if (line <= width) return [`    ${path}  ${paint('removed', before)} → ${paint('added', after)}  ${tag}`, ...note];
    return [`    ${path}  ${tag}`, ...note, `      ${paint('removed', `- ${before}`)}`, `      ${paint('added', `+ ${after}`)}`];
  }
  const [role, value] = change.kind === 'added' ? (['added', change.after] as const) : (['removed', change.before] as const);
  const lines = valueLines(value);
  const [first = ''] = lines;
  const sign = paint(role, SIGN[change.kind]);
  if (lines.length === 1 && change.path.length + first.length + change.consequence.length + 11 <= width) {
    return [`  ${sign} ${path}  ${paint(role, first)}  ${tag}`, ...note];
  }
  return [`  ${sign} ${path}  ${tag}`, ...note, ...lines.map((line) => `      ${paint(role, `${SIGN[change.kind]} ${line}`)}`)];
}

const names = (value: unknown): string => (Array.isArray(value) ? value.map(scalarText).join(', ') : scalarText(value));

/** The changed lines of a text with a little around them. */
function textLines({ before, after }: JudgedChange, paint: Paint): string[] {
  const linesOf = (value: unknown): string[] => blockLines(typeof value === 'string' ? value : scalarText(value));
  return textDiff(linesOf(before), linesOf(after), CONTEXT_LINES).map((row) => {
    if (row.kind === 'skipped') return `      ${paint('faint', linesText(row.count))}`;
    const sign = row.kind === 'same' ? ' ' : SIGN[row.kind];
    return `      ${paint(row.kind === 'same' ? 'plain' : row.kind, `${sign} ${row.text}`)}`;
  });
}

const linesText = (count: number): string => `… ${count} ${count === 1 ? 'line' : 'lines'} alike`;

/** `2 objects changed, 1 added: 1 rolling restart, 1 rejected`. */
function summary(diffs: readonly ObjectDiff[]): string {
  const counted = (['changed', 'added', 'removed'] as const).flatMap((kind) => {
    const count = diffs.filter((diff) => diff.kind === kind).length;
    return count === 0 ? [] : [`${count} ${kind}`];
  });
  const harsh = (['rolling restart', 'recreate', 'rejected'] as const).flatMap((consequence) => {
    const count = diffs.filter((diff) => diff.consequence === consequence).length;
    return count === 0 ? [] : [`${count} ${consequence}`];
  });
  return `${diffs.length} ${diffs.length === 1 ? 'object differs' : 'objects differ'} (${counted.join(', ')})${harsh.length === 0 ? '' : `: ${harsh.join(', ')}`}`;
}
