import type { Json, JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';
import { columnOf } from '../lines.ts';
import { printYaml } from '../print.ts';
import { styleOf } from '../printer/write-scalar.ts';
import { resolveAlias, type SyntaxNode } from '../syntax-node.ts';
import type { SyntaxTree } from '../syntax-tree.ts';

/** How a document is laid out. */
export interface Layout {
  readonly lineBreak: string;
  /** Columns from a key to the keys of its value. */
  readonly step: number;
  /** Columns from a key to the dashes of its value. */
  readonly dashStep: number;
}

/** The layout of a document as its first collections show it; that of kubectl where there are none. */
export function layoutOf({ text, node }: SyntaxTree): Layout {
  const found = { step: 0, dashStep: -1 };
  if (node) measure(node, text, found, 0);
  return { lineBreak: text.includes('\r\n') ? '\r\n' : '\n', step: found.step || 2, dashStep: Math.max(found.dashStep, 0) };
}

function measure(node: SyntaxNode, text: string, found: { step: number; dashStep: number }, depth: number): void {
  if (depth > 50 || (found.step > 0 && found.dashStep >= 0) || node.kind === 'scalar' || node.kind === 'alias' || node.inFlow) return;
  if (node.kind === 'sequence') return node.items.forEach((item) => measure(item, text, found, depth + 1));
  for (const { key, value } of node.entries) {
    const isBlock =
      (value.kind === 'mapping' || value.kind === 'sequence') &&
      !value.inFlow &&
      text.slice(key.range.end, value.range.start).includes('\n');
    const step = columnOf(text, value.range.start) - columnOf(text, key.range.start);
    if (isBlock && value.kind === 'mapping' && found.step === 0 && step > 0) found.step = step;
    if (isBlock && value.kind === 'sequence' && found.dashStep < 0 && step >= 0) found.dashStep = step;
    measure(value, text, found, depth + 1);
  }
}

const isCollection = (value: Json): value is JsonObject | readonly Json[] => Array.isArray(value) || isObject(value);
export const isEmptyCollection = (value: Json): boolean => isCollection(value) && Object.keys(value).length === 0;

/** What follows a key's colon or, as an `item`, a dash that stands at `column`: with the blank or line break before it. */
export function blockText(value: Json, column: number, layout: Layout, isItem = false): string {
  if (!isCollection(value) || isEmptyCollection(value)) return ` ${shiftLines(printYaml(value).replace(/\n$/, ''), column)}`;
  const isList = Array.isArray(value);
  const at = column + (isItem ? 2 : isList ? layout.dashStep : layout.step);
  const lines = isList
    ? value.map((item: Json) => `-${blockText(item, at, layout, true)}`)
    : Object.entries(value).map(([name, member]) => entryText(name, member ?? null, at, layout));
  return (isItem ? ' ' : `\n${' '.repeat(at)}`) + lines.join(`\n${' '.repeat(at)}`);
}

/** `name: value` with the key at `column`. */
export const entryText = (name: string, value: Json, column: number, layout: Layout): string =>
  `${keyText(name)}:${blockText(value, column, layout)}`;

/** A key as it is written in block style. */
export const keyText = (name: string): string =>
  name.includes('\n') ? JSON.stringify(name) : printYaml({ [name]: '' }).replace(/: ""\n$/, '');

/** Moves all lines but the first to the right. */
const shiftLines = (text: string, by: number): string => text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(Math.max(by, 0))}`);

const FLOW_INDICATORS = /[,?[\]{}:#]|\n/;

/** A value inside brackets; as JSON where its neighbours are. */
export function flowText(value: Json, isJson: boolean): string {
  if (typeof value === 'string')
    return !isJson && styleOf(value, true) === 'plain' && !FLOW_INDICATORS.test(value) ? value : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => flowText(item, isJson)).join(', ')}]`;
  if (!isObject(value)) return printYaml(value).trimEnd();
  const entries = Object.entries(value).map(([name, member]) => `${flowText(name, isJson)}: ${flowText(member ?? null, isJson)}`);
  return `{${entries.join(', ')}}`;
}

/** Whether keys or texts in a collection are quoted as in JSON. */
export function isJsonLike(node: SyntaxNode, text: string): boolean {
  const resolved = resolveAlias(node);
  if (resolved?.kind === 'mapping') return resolved.entries.some(({ key }) => text[key.range.start] === '"');
  return (
    resolved?.kind === 'sequence' &&
    resolved.items.some((item) => text[item.range.start] === '"' || (item.kind === 'mapping' && isJsonLike(item, text)))
  );
}
