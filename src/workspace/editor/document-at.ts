import { parseApiVersion } from '../../model/group-version-kind.ts';
import { child, root, valueAt } from '../../model/field-path.ts';
import type { Resource, SchemaRegistry } from '../../schema/registry.ts';
import { readDocuments, type YamlDocument } from '../../yaml/read-documents.ts';
import { valueOf } from '../../yaml/syntax-node.ts';
import { readSyntaxTree, type SyntaxTree } from '../../yaml/syntax-tree.ts';
import type { Json } from '../../model/json.ts';

/** The document under the cursor, finished or not. */
export interface DocumentAt {
  readonly tree: SyntaxTree;
  /** As far as the text can be read. */
  readonly value: Json;
  /** Undefined while apiVersion and kind do not name a kind. */
  readonly resource: Resource | undefined;
}

/** The object of `text` at `offset`; where the file has none there, an empty one that reaches from the separator before to the one after. */
export function documentAt(text: string, offset: number, registry: SchemaRegistry): DocumentAt {
  const candidates = readDocuments('', text).filter(({ range }) => range.start <= offset && offset <= range.end);
  const trees = candidates.map((document) => readSyntaxTree(text, document));
  const tree =
    trees.find(({ node }) => node && node.range.start <= offset && offset <= node.range.end) ??
    trees[0] ??
    readSyntaxTree(text, emptyPart(text, offset));
  const value = tree.node ? valueOf(tree.node) : null;
  return { tree, value, resource: resourceOf(value, registry) };
}

const SEPARATOR = /^---/gm;

function emptyPart(text: string, offset: number): Pick<YamlDocument, 'source' | 'range'> {
  const separators = [...text.matchAll(SEPARATOR)].map(({ index }) => index);
  const before = separators.findLast((at) => at + 3 <= offset);
  const after = separators.find((at) => at >= offset);
  return { source: '', range: { start: before === undefined ? 0 : Math.min(before + 4, text.length), end: after ?? text.length } };
}

function resourceOf(value: Json, registry: SchemaRegistry): Resource | undefined {
  const [apiVersion, kind] = ['apiVersion', 'kind'].map((name) => valueAt(value, child(root, name)));
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return undefined;
  const groupVersion = parseApiVersion(apiVersion);
  return groupVersion && registry.resource({ ...groupVersion, kind });
}
