import { child, elementsOf, index, root, type FieldPath, type PathElement } from '../model/field-path.ts';
import type { TextRange } from '../text/offset.ts';
import { lineEnd } from './lines.ts';
import type { YamlDocument } from './read-documents.ts';
import { parsePart, withFinalBreak } from './reader/parse-part.ts';
import { ReadProblem } from './reader/problem.ts';
import { treeOfTape } from './reader/tape-to-tree.ts';
import { entryNamed, resolveAlias, type Entry, type SyntaxNode } from './syntax-node.ts';
import { tolerantTree } from './tolerant-tree.ts';

/** Where everything of one document stands. Made on demand: only documents with findings or under a cursor need it. */
export interface SyntaxTree {
  readonly source: string;
  readonly text: string;
  /** The part of the file that the document was read from. */
  readonly range: TextRange;
  /** Which entry of `items` the object is, where the document is a list. */
  readonly item?: number;
  /** The object, which for an item of a list is the item; absent where nothing is written. */
  readonly node?: SyntaxNode;
  /** Whether the text is YAML as kubectl reads it; the nodes of text that is not are a guess. */
  readonly isExact: boolean;
}

/** The tree of a document of `text`, as `readDocuments` gave it, with the same keys, values and list items. */
export function readSyntaxTree(text: string, { source, range, item }: Pick<YamlDocument, 'source' | 'range' | 'item'>): SyntaxTree {
  const { node, isExact } = readNode(text, range);
  const items = node && item !== undefined ? valueOfName(node, 'items') : undefined;
  const object = items?.kind === 'sequence' && item !== undefined ? items.items[item] : node;
  return { source, text, range, isExact, ...(item !== undefined && { item }), ...(object && { node: object }) };
}

/** Larger texts get room of their own, which is not kept. */
const MOST_KEPT_UNITS = 8_000_000;
let keptUnits = new Uint16Array(0);

/** Room for the code units of a text, the same again and again: a file of many documents would otherwise ask for its length squared. */
function roomFor(length: number): Uint16Array {
  if (length > MOST_KEPT_UNITS) return new Uint16Array(length);
  if (keptUnits.length < length) keptUnits = new Uint16Array(Math.min(2 * length, MOST_KEPT_UNITS));
  return keptUnits;
}

function readNode(text: string, range: TextRange): { readonly node?: SyntaxNode | undefined; readonly isExact: boolean } {
  const lines = withFinalBreak(text);
  const part = { start: range.start, end: range.end === text.length ? lines.length : range.end };
  try {
    const tape = parsePart(lines, part, roomFor(part.end + 1));
    return { node: tape && treeOfTape(tape, lines), isExact: true };
  } catch (problem) {
    if (problem instanceof ReadProblem) return { node: tolerantTree(lines, part), isExact: false };
    throw problem;
  }
}

function valueOfName(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const mapping = resolveAlias(node);
  const entry = mapping?.kind === 'mapping' ? entryNamed(mapping, name) : undefined;
  return entry && resolveAlias(entry.value);
}

/** What stands at a path, or at the nearest of its parents that exists. */
export interface Place {
  /** The path that exists: the one asked for when `isFound`. */
  readonly path: FieldPath;
  readonly isFound: boolean;
  readonly node: SyntaxNode;
  /** The entry that sets the field; absent for items of sequences and for the object itself. */
  readonly entry?: Entry;
  /** Whether it stands somewhere else, and perhaps for other fields, too: an alias or merge key leads to it. */
  readonly isShared: boolean;
}

/** Undefined for a document that is empty. */
export function placeOf({ node }: SyntaxTree, path: FieldPath): Place | undefined {
  if (!node) return undefined;
  let place: Place = { path: root, isFound: true, node, isShared: false };
  for (const element of elementsOf(path)) {
    const next = step(place, element);
    if (!next) return { ...place, isFound: false };
    place = next;
  }
  return place;
}

function step({ node, path, isShared: isReached }: Place, element: PathElement): Place | undefined {
  const holder = resolveAlias(node);
  const isShared = isReached || node.kind === 'alias';
  if (holder?.kind === 'sequence' && element.kind === 'index') {
    const item = holder.items[element.index];
    return item && { path: index(path, element.index), isFound: true, node: item, isShared };
  }
  if (holder?.kind !== 'mapping') return undefined;
  const name = nameOf(element);
  const entry = entryNamed(holder, name);
  if (!entry) return undefined;
  const at = element.kind === 'key' ? { parent: path, element } : child(path, name);
  return { path: at, isFound: true, node: entry.value, entry, isShared: isShared || !holder.entries.includes(entry) };
}

/** The property that an element of a path means. */
export const nameOf = (element: PathElement): string =>
  element.kind === 'field' ? element.name : element.kind === 'key' ? element.key : String(element.index);

/** Ranges of a field's key, where it has one, and value; those of the nearest parent where the field is not there. */
export function rangeOf(tree: SyntaxTree, path: FieldPath): { readonly key?: TextRange; readonly value: TextRange } {
  const place = placeOf(tree, path);
  if (!place) return { value: firstLine(tree) };
  return { ...(place.entry && { key: place.entry.key.range }), value: place.node.range };
}

/** The first line of a document that says something, comments and separators left out. */
export function firstLine({ text, range, node }: SyntaxTree): TextRange {
  const start = node?.range.start ?? range.start + Math.max(/^[ \t]*[^\s#-]/m.exec(text.slice(range.start, range.end))?.index ?? 0, 0);
  return { start, end: lineEnd(text, start, range.end) };
}
