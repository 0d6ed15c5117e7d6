import type { FieldPath } from '../../model/field-path.ts';
import type { TextRange } from '../../text/offset.ts';
import type { TextEdit } from '../../text/text-edit.ts';
import { lineStart } from '../lines.ts';
import type { MappingNode, SequenceNode, SyntaxNode } from '../syntax-node.ts';
import { nameOf, placeOf, type Place, type SyntaxTree } from '../syntax-tree.ts';
import { dashBefore, endOfNode, setEdits } from './set-value.ts';

/** Edits that take a field or item away; the last one leaves `{}` or `[]`. Comments after it on its lines go with it. */
export function removeEdits(tree: SyntaxTree, path: FieldPath): TextEdit[] {
  const { parent } = path;
  const place = placeOf(tree, path);
  const holder = parent && placeOf(tree, parent);
  if (!parent || !path.element || !place?.isFound || place.isShared || !holder) return [];
  const { node } = holder;
  if (node.kind === 'sequence' && path.element.kind === 'index') {
    return node.items.length === 1 ? emptied(tree, parent, node, []) : [removeItem(tree, node, path.element.index)];
  }
  if (node.kind !== 'mapping') return [];
  const name = nameOf(path.element);
  if (node.entries.every((entry) => entry.name === name)) return emptied(tree, parent, node, {});
  return node.entries.flatMap((entry, i) => (entry.name === name ? [removeEntry(tree, node, i)] : []));
}

function emptied(tree: SyntaxTree, path: FieldPath, node: SyntaxNode, value: [] | Record<string, never>): TextEdit[] {
  const isFlow = (node.kind === 'mapping' || node.kind === 'sequence') && node.inFlow && '[{'.includes(tree.text[node.range.start] ?? '');
  if (isFlow) return [{ range: node.range, text: Array.isArray(value) ? '[]' : '{}' }];
  return setEdits(tree, path, value);
}

function removeEntry(tree: SyntaxTree, { entries, inFlow }: MappingNode, at: number): TextEdit {
  const [before, entry, after] = [entries[at - 1], entries[at], entries[at + 1]];
  const start = entry?.key.range.start ?? 0;
  const end = Math.max(entry?.value.range.end ?? 0, entry?.key.range.end ?? 0);
  if (inFlow)
    return erase(
      after ? { start, end: after.key.range.start } : { start: Math.max(before?.value.range.end ?? 0, before?.key.range.end ?? 0), end },
    );
  return eraseLines(tree, start, entry ? endOfNode(tree, entry.value, entry.key.range.end) : end, after?.key.range.start);
}

function removeItem(tree: SyntaxTree, { items, inFlow }: SequenceNode, at: number): TextEdit {
  const [before, item, after] = [items[at - 1], items[at], items[at + 1]];
  const range: TextRange = item?.range ?? { start: 0, end: 0 };
  if (inFlow)
    return erase(after ? { start: range.start, end: after.range.start } : { start: before?.range.end ?? range.start, end: range.end });
  const dash = dashBefore(tree.text, range.start);
  return eraseLines(tree, dash, item ? endOfNode(tree, item) : range.end, after && dashBefore(tree.text, after.range.start));
}

/** Whole lines where nothing else is on the first one; else up to what comes next, or to the line break. */
function eraseLines({ text, range }: SyntaxTree, start: number, end: number, next: number | undefined): TextEdit {
  const from = Math.max(lineStart(text, start), range.start);
  if (text.slice(from, start).trim() !== '') return erase({ start, end: next ?? end });
  const lineBreak = /^[ \t]*(?:\r?\n)?/.exec(text.slice(end, end + 1000))?.[0].length ?? 0;
  return erase({ start: from, end: end + lineBreak });
}

const erase = (range: TextRange): TextEdit => ({ range, text: '' });

/** The place of an item or entry that can be edited where it stands. */
export const editablePlace = (tree: SyntaxTree, path: FieldPath): Place | undefined => {
  const place = placeOf(tree, path);
  return place?.isFound && !place.isShared ? place : undefined;
};
