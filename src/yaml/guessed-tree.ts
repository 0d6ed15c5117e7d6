import { isAlias, isMap, isScalar, isSeq, parseDocument, Scalar, type Document, type Node } from 'yaml';
import type { TextRange } from '../text/offset.ts';
import { entryOf, type Entry, type SyntaxNode } from './syntax-node.ts';

/** Longer parts are not guessed at: nobody edits them by hand, and a guess is not worth seconds. */
const LONGEST_PART = 4_000_000;
const DEEPEST_NODE = 200;

/**
 * What the `yaml` package, which goes on after any mistake, makes of a part of a file: for editors, where our own reader gives up.
 * Undefined when nothing is left, or the part is too long or nested too deep.
 */
export function guessedTree(text: string, part: TextRange): SyntaxNode | undefined {
  if (part.end - part.start > LONGEST_PART || isNestedTooDeep(text, part)) return undefined;
  const document = parseDocument(text.slice(part.start, part.end), {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    strict: false,
    logLevel: 'silent',
  });
  return isNode(document.contents) ? toSyntaxNode(document.contents, { document, offset: part.start, inFlow: false, depth: 0 }) : undefined;
}

/** Brackets are what nests without bound on few lines; indentation nests at most as deep as lines are long. */
function isNestedTooDeep(text: string, { start, end }: TextRange): boolean {
  let depth = 0;
  for (let i = start; i < end; i++) {
    const char = text[i];
    if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && depth > 0) depth--;
    if (depth > DEEPEST_NODE) return true;
  }
  return false;
}

interface Place {
  readonly document: Document;
  /** Where the part begins in the file. */
  readonly offset: number;
  readonly inFlow: boolean;
  readonly depth: number;
}

const isNode = (value: unknown): value is Node => isAlias(value) || isMap(value) || isScalar(value) || isSeq(value);

function toSyntaxNode(node: Node, place: Place): SyntaxNode {
  const [start = 0, end = start] = node.range ?? [];
  const range = { start: start + place.offset, end: end + place.offset };
  const inner = { ...place, depth: place.depth + 1 };
  if (place.depth > DEEPEST_NODE) return emptyAt(range.end);
  if (isAlias(node)) {
    const target = node.resolve(place.document);
    // An alias of what it is part of has no end.
    return { kind: 'alias', range, ...(target && isScalar(target) && { target: toSyntaxNode(target, inner) }) };
  }
  if (isSeq(node)) {
    const inFlow = node.flow === true;
    return { kind: 'sequence', range, inFlow, items: node.items.map((item) => nodeOr(item, range.end, { ...inner, inFlow })) };
  }
  if (isMap(node)) {
    const inFlow = node.flow === true;
    return {
      kind: 'mapping',
      range,
      inFlow,
      entries: node.items.map(({ key, value }) => toEntry(key, value, range.end, { ...inner, inFlow })),
    };
  }
  return isScalar(node) ? { kind: 'scalar', range, text: String(node.value ?? ''), style: styleOf(node) } : emptyAt(range.end);
}

function toEntry(key: unknown, value: unknown, end: number, place: Place): Entry {
  const keyNode = nodeOr(key, end, place);
  return entryOf(keyNode, nodeOr(value, keyNode.range.end, place));
}

const nodeOr = (value: unknown, offset: number, place: Place): SyntaxNode => (isNode(value) ? toSyntaxNode(value, place) : emptyAt(offset));
const emptyAt = (offset: number): SyntaxNode => ({ kind: 'scalar', range: { start: offset, end: offset }, text: '', style: 'plain' });

function styleOf({ type }: Scalar): 'plain' | 'quoted' | 'block' {
  if (type === Scalar.QUOTE_DOUBLE || type === Scalar.QUOTE_SINGLE) return 'quoted';
  return type === Scalar.BLOCK_FOLDED || type === Scalar.BLOCK_LITERAL ? 'block' : 'plain';
}
