import { child, index, root, type FieldPath } from '../model/field-path.ts';
import type { TextRange } from '../text/offset.ts';
import { columnOf, lineStart } from './lines.ts';
import { resolveAlias, type Entry, type SequenceNode, type SyntaxNode } from './syntax-node.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** What is at an offset of a document. */
export interface PathAt {
  /** `key` and `value`: the field or item. `gap`: the mapping or sequence that what is written here would be a part of. */
  readonly path: FieldPath;
  readonly on: 'key' | 'value' | 'gap';
  /** The key or scalar; what is written so far where it is no part of the document yet, else empty at the offset. */
  readonly range: TextRange;
}

/**
 * The path at an offset of a document, for hover and completion. Ends of keys and values count as on them. On an empty line, or where
 * nothing is yet, indentation tells what the place belongs to. A text below its key, `spec:` and then `  na`, is a value: of a field that
 * holds an object, it is the beginning of a key. Offsets outside the document count as its ends.
 */
export function pathAt(tree: SyntaxTree, at: number): PathAt {
  const { node, text, range } = tree;
  const offset = Math.min(Math.max(at, range.start), text.length);
  const start = Math.max(lineStart(text, offset), range.start);
  const indentation = /^[ \t]*(?:- +)*(?:-(?=\s|$))?/.exec(text.slice(start, offset))?.[0] ?? '';
  const written = { start: start + indentation.length, end: offset };
  if (!node) return { path: root, on: 'gap', range: written };
  const isLineEmpty = written.start === offset && /^[ \t\r]*(?:\n|#|$)/.test(text.slice(offset, offset + 1000));
  const found = descend(node, root, tree, offset);
  if (found && !(isLineEmpty && found.range.start === found.range.end)) return found;
  return { path: gapAt(node, text, offset, indentation), on: 'gap', range: written };
}

const holds = ({ start, end }: TextRange, offset: number): boolean => start <= offset && offset <= end;

/** Whether `offset` is on the line on which a block item ends, with nothing but blanks between. */
const isBehind = (item: SyntaxNode, { inFlow }: SequenceNode, { text }: SyntaxTree, offset: number): boolean =>
  !inFlow && item.kind === 'mapping' && /^[ \t]*$/.test(text.slice(item.range.end, offset)) && item.range.end <= offset;

function descend(node: SyntaxNode, path: FieldPath, tree: SyntaxTree, offset: number): PathAt | undefined {
  if (node.kind === 'scalar' || node.kind === 'alias')
    return holds(node.range, offset) ? { path, on: 'value', range: node.range } : undefined;
  if (node.kind === 'sequence') {
    const at = node.items.findLastIndex(
      (item) => item.range.start <= offset && (holds(item.range, offset) || isBehind(item, node, tree, offset)),
    );
    const item = node.items[at];
    return item && descend(item, index(path, at), tree, offset);
  }
  const entry = node.entries.findLast(({ key }) => key.range.start <= offset);
  return entry && inEntry(entry, path, tree, offset);
}

function inEntry({ key, name, isMerge, value }: Entry, path: FieldPath, tree: SyntaxTree, offset: number): PathAt | undefined {
  const inside = isMerge || name === undefined ? path : child(path, name);
  if (holds(key.range, offset)) return { path: inside, on: 'key', range: key.range };
  const found = descend(value, inside, tree, offset);
  if (found) return found;
  // After the colon, on the same line: the value that is still to be written.
  const between = tree.text.slice(key.range.end, offset);
  const isEmpty = value.range.start === value.range.end;
  const isAwaited = (isEmpty || value.range.start >= offset) && /^[ \t]*:[ \t]+$/.test(between);
  const isBroken = !tree.isExact && isEmpty && /^[ \t]*:[ \t][^\n]*$/.test(between);
  if (!isAwaited && !isBroken) return undefined;
  return {
    path: inside,
    on: 'value',
    range: { start: isAwaited ? offset : key.range.end + (/^[ \t]*:[ \t]+/.exec(between)?.[0].length ?? 0), end: offset },
  };
}

/** The innermost collection that a line beginning at the column of `offset` goes on, or begins as the value of a key. */
function gapAt(node: SyntaxNode, text: string, offset: number, before: string): FieldPath {
  const column = before.length;
  const isDash = before.includes('-');
  let at: Inner = { node, path: root };
  for (;;) {
    const next = inner(at, text, offset, column, isDash);
    if (!next) return at.path;
    at = next;
  }
}

interface Inner {
  readonly node: SyntaxNode;
  readonly path: FieldPath;
}

/** One step further down, while the place is indented deep enough to belong there. */
function inner({ node, path }: Inner, text: string, offset: number, column: number, isDash: boolean): Inner | undefined {
  if (node.kind === 'sequence') {
    const at = node.items.findLastIndex(({ range }) => range.start <= offset);
    const item = node.items[at];
    if (!item) return undefined;
    const isInside = node.inFlow
      ? holds(item.range, offset) && item.kind !== 'scalar'
      : column >= columnOf(text, item.range.start) && !isEmpty(item);
    const isOwnDash = !node.inFlow && isEmpty(item) && text.slice(item.range.start, offset).trim() === '' && isDash;
    return isInside || isOwnDash ? { node: item, path: index(path, at) } : undefined;
  }
  if (node.kind !== 'mapping') return undefined;
  const entry = node.entries.findLast(({ key }) => key.range.start <= offset);
  if (entry?.name === undefined) return undefined;
  const value = resolveAlias(entry.value);
  if (node.inFlow)
    return value && value.kind !== 'scalar' && holds(entry.value.range, offset)
      ? { node: entry.value, path: child(path, entry.name) }
      : undefined;
  const keyColumn = columnOf(text, entry.key.range.start);
  // A list may stand at the column of its key.
  const isItem = entry.value.kind === 'sequence' && isDash && column > keyColumn;
  return column > keyColumn || isItem ? { node: entry.value, path: child(path, entry.name) } : undefined;
}

const isEmpty = ({ range }: SyntaxNode): boolean => range.start === range.end;
