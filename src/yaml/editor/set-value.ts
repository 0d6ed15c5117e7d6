import { elementsOf, type FieldPath } from '../../model/field-path.ts';
import { isObject, type Json } from '../../model/json.ts';
import type { TextEdit } from '../../text/text-edit.ts';
import { columnOf, lineEnd, lineStart } from '../lines.ts';
import type { MappingNode, ScalarNode, SequenceNode, SyntaxNode } from '../syntax-node.ts';
import { nameOf, placeOf, type Place, type SyntaxTree } from '../syntax-tree.ts';
import { blockText, entryText, flowText, isEmptyCollection, isJsonLike, layoutOf, type Layout } from './layout.ts';

/** Edits that give the field at `path` a value, whether it is there or not; none where aliases or types forbid. */
export function setEdits(tree: SyntaxTree, path: FieldPath, value: Json): TextEdit[] {
  const place = placeOf(tree, path);
  if (!place || place.isShared || place.node.kind === 'alias') return [];
  if (place.isFound) return [replaceEdit(tree, place, value)];
  const missing = elementsOf(path).slice(elementsOf(place.path).length);
  const [first, ...deeper] = missing;
  if (!first || deeper.some(({ kind }) => kind === 'index')) return [];
  const added = deeper.reduceRight<Json>((inner, element) => ({ [nameOf(element)]: inner }), value);
  const { node } = place;
  if (first.kind === 'index')
    return node.kind === 'sequence' && first.index === node.items.length ? appendItem(tree, place, node, added) : [];
  const isEmpty = node.kind === 'mapping' ? node.entries.length === 0 : node.kind === 'scalar' && isNothing(node);
  if (isEmpty && !(node.kind === 'mapping' && isInFlow(tree, node))) return [replaceEdit(tree, place, { [nameOf(first)]: added })];
  return node.kind === 'mapping' ? [insertEdit(tree, node, nameOf(first), added)] : [];
}

const isNothing = ({ range, tag, style, text }: ScalarNode): boolean =>
  range.start === range.end || (tag === undefined && style === 'plain' && /^(?:~|null|Null|NULL|)$/.test(text));

/** Whether the collection is written in another one's brackets, not only in its own. */
function isInFlow({ node: root }: SyntaxTree, node: SyntaxNode): boolean {
  return root !== undefined && root !== node && isBracketed(root, node);
}

function isBracketed(holder: SyntaxNode, node: SyntaxNode): boolean {
  if (holder.kind === 'scalar' || holder.kind === 'alias') return false;
  const members = holder.kind === 'sequence' ? holder.items : holder.entries.map(({ value }) => value);
  const next = members.find(({ range }) => range.start <= node.range.start && node.range.end <= range.end && range.end > range.start);
  return next !== undefined && (holder.inFlow || (next !== node && isBracketed(next, node)));
}

/** Where a value begins and ends with what separates it from its key or dash. */
function replaceEdit(tree: SyntaxTree, { node, entry }: Place, value: Json): TextEdit {
  const { text } = tree;
  const { range } = node;
  const isCollection = Array.isArray(value) || isObject(value);
  if (isInFlow(tree, node) || (node.kind !== 'scalar' && node.kind !== 'alias' && node.inFlow && range.start === tree.node?.range.start)) {
    return { range, text: (text[range.start - 1] === ':' ? ' ' : '') + flowText(value, isJson(tree, node)) };
  }
  const isInline = !isCollection || isEmptyCollection(value);
  if (isInline && node.kind === 'scalar' && range.end > range.start && node.style !== 'block') {
    const printed = scalarLike(tree, node, value);
    if (!printed.includes('\n')) return { range, text: anchorOf(tree, node) + printed };
  }
  if (!entry && range.start === tree.node?.range.start)
    return { range, text: blockText(value, -layoutOf(tree).step, layoutOf(tree)).trimStart() };
  const holderColumn = entry ? columnOf(text, entry.key.range.start) : columnOf(text, dashBefore(text, range.start));
  const start = entry ? colonAfter(text, entry.key.range.end) + 1 : dashBefore(text, range.start) + 1;
  const printed = blockText(value, holderColumn, layoutOf(tree), !entry);
  // After a literal nothing may follow on its last line, not even a comment.
  const end = / \|[-+\d]*\n/.test(printed) ? lineEnd(text, Math.max(start, range.end), tree.range.end) : Math.max(start, range.end);
  return { range: { start, end }, text: withBreaks(printed, layoutOf(tree)) };
}

const isJson = ({ text, node: root }: SyntaxTree, node: SyntaxNode): boolean =>
  isJsonLike(node, text) || (root !== undefined && isJsonLike(root, text));

const withBreaks = (text: string, { lineBreak }: Layout): string => text.replaceAll('\n', lineBreak);

const anchorOf = ({ text }: SyntaxTree, { range }: SyntaxNode): string => /^&\S+\s+/.exec(text.slice(range.start, range.end))?.[0] ?? '';

/** A text in the quotes that the old one had. */
function scalarLike({ text }: SyntaxTree, { range }: SyntaxNode, value: Json): string {
  const quote = text[range.start];
  if (typeof value === 'string' && quote === '"' && !value.includes('\n')) return JSON.stringify(value);
  if (typeof value === 'string' && quote === "'" && /^[\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe]*$/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return blockText(value, 0, { lineBreak: '\n', step: 2, dashStep: 0 }).trimStart();
}

/** The colon of a key that ends at `offset`. */
const colonAfter = (text: string, offset: number): number => text.indexOf(':', offset);

/** The dash of an item whose value begins at `offset`. */
export function dashBefore(text: string, offset: number): number {
  let at = offset - 1;
  while (at > 0 && text[at] !== '-') at--;
  return at;
}

/** `name: value` after the last entry of a mapping, in its style. */
function insertEdit(tree: SyntaxTree, node: MappingNode, name: string, value: Json): TextEdit {
  const { text } = tree;
  const last = node.entries.at(-1);
  if (node.inFlow)
    return inFlowEdit(
      tree,
      node,
      last && { start: last.key.range.start, end: last.value.range.end },
      `${flowText(name, isJson(tree, node))}: ${flowText(value, isJson(tree, node))}`,
    );
  const column = columnOf(text, node.entries[0]?.key.range.start ?? 0);
  const at = endOfNode(tree, last?.value ?? node, last?.key.range.end);
  const layout = layoutOf(tree);
  return { range: { start: at, end: at }, text: withBreaks(`\n${' '.repeat(column)}${entryText(name, value, column, layout)}`, layout) };
}

function appendItem(tree: SyntaxTree, place: Place, node: SequenceNode, value: Json): TextEdit[] {
  const { text } = tree;
  const last = node.items.at(-1);
  if (!last && !isInFlow(tree, node)) return [replaceEdit(tree, place, [value])];
  if (node.inFlow) return [inFlowEdit(tree, node, last?.range, flowText(value, isJson(tree, node)))];
  const column = columnOf(text, dashBefore(text, node.items[0]?.range.start ?? 0));
  const at = endOfNode(tree, last ?? node);
  const layout = layoutOf(tree);
  return [{ range: { start: at, end: at }, text: withBreaks(`\n${' '.repeat(column)}-${blockText(value, column, layout, true)}`, layout) }];
}

/** One more member before the closing bracket: on a line of its own where the last one is. */
function inFlowEdit(
  { text }: SyntaxTree,
  node: MappingNode | SequenceNode,
  last: { start: number; end: number } | undefined,
  member: string,
): TextEdit {
  if (!last) {
    const at = node.range.end - 1;
    return { range: { start: at, end: at }, text: member };
  }
  const start = lineStart(text, last.start);
  const isOwnLine = start > node.range.start && text.slice(start, last.start).trim() === '';
  return {
    range: { start: last.end, end: last.end },
    text: isOwnLine ? `,\n${text.slice(start, last.start)}${member}` : `, ${member}`,
  };
}

/**
 * End of the line on which a node ends, with the comment after it; of the empty lines that are a part of a `|+` scalar.
 * `keyEnd` is where its key ends: a value that is not written ends with the key's colon.
 */
export function endOfNode({ text, range: part }: SyntaxTree, node: SyntaxNode, keyEnd?: number): number {
  const { start, end } = node.range;
  const isWritten = end > start || keyEnd === undefined;
  let at = lineEnd(text, isWritten ? end : Math.max(colonAfter(text, keyEnd) + 1, end), part.end);
  const last = lastScalar(node);
  if (last?.style !== 'block' || !KEEPS_BREAKS.test(text.slice(last.range.start, last.range.end))) return at;
  for (let empty = EMPTY_LINE.exec(text.slice(at)); empty; empty = EMPTY_LINE.exec(text.slice(at))) at += empty[0].length;
  return at;
}

const KEEPS_BREAKS = /^(?:[&!]\S*\s+)*[|>]\d?\+/;
const EMPTY_LINE = /^\r?\n[ \t]*(?=\r?\n)/;

function lastScalar(node: SyntaxNode): ScalarNode | undefined {
  if (node.kind === 'scalar') return node;
  if (node.kind === 'alias' || node.inFlow) return undefined;
  const last = node.kind === 'sequence' ? node.items.at(-1) : node.entries.at(-1)?.value;
  return last && lastScalar(last);
}
