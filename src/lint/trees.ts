import { deepEqual } from '../model/json.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import { resolveAlias, valueOf, type SyntaxNode } from '../yaml/syntax-node.ts';
import { readSyntaxTree, type SyntaxTree } from '../yaml/syntax-tree.ts';

/** Characters that may be read again to try the fixes of one document; what is left gets its fixes in a later round. */
const MOST_WORK = 5_000_000;

/** Answers the syntax trees of a file's documents, each made when it is first asked for. */
export interface Trees {
  treeOf(document: YamlDocument): SyntaxTree;
  /** Whether another fix of the document may be tried, which reads its text again. */
  mayTryFix(document: YamlDocument): boolean;
}

export function createTrees(text: string): Trees {
  const trees = new Map<YamlDocument, SyntaxTree>();
  const lists = new Map<number, SyntaxTree>();
  const work = new Map<YamlDocument, number>();

  function read(document: YamlDocument): SyntaxTree {
    if (document.item === undefined) return readSyntaxTree(text, document);
    let list = lists.get(document.index);
    if (!list) lists.set(document.index, (list = readSyntaxTree(text, { source: document.source, range: document.range })));
    const node = itemOf(list, document.item);
    return (node && treeOfItem(list, node, document)) ?? { ...list, item: document.item, ...(node && { node }) };
  }

  function treeOf(document: YamlDocument): SyntaxTree {
    let tree = trees.get(document);
    if (!tree) trees.set(document, (tree = read(document)));
    return tree;
  }

  return {
    treeOf,
    mayTryFix(document) {
      const { range } = treeOf(document);
      const total = (work.get(document) ?? 0) + range.end - range.start;
      work.set(document, total);
      return total <= MOST_WORK;
    },
  };
}

function itemOf({ node }: SyntaxTree, item: number): SyntaxNode | undefined {
  const list = node && resolveAlias(node);
  const items = list?.kind === 'mapping' ? list.entries.findLast(({ name }) => name === 'items')?.value : undefined;
  const sequence = items && resolveAlias(items);
  return sequence?.kind === 'sequence' ? sequence.items[item] : undefined;
}

/**
 * An item of a list as a document of its own, so that what is done to it does not cost what the list costs: its text is read alone, at the same offsets, with a blank in the place of its
 * dash. Undefined where the item cannot stand alone because of anchors elsewhere.
 */
function treeOfItem({ text, isExact }: SyntaxTree, node: SyntaxNode, { source, value }: YamlDocument): SyntaxTree | undefined {
  if (!isExact || node.kind !== 'mapping') return undefined;
  const start = node.inFlow ? node.range.start : text.lastIndexOf('\n', node.range.start) + 1;
  const lead = text.slice(start, node.range.start);
  if (!node.inFlow && !/^ *- +$/.test(lead)) return undefined;
  const alone = text.slice(0, start) + lead.replace('-', ' ') + text.slice(node.range.start);
  const tree = readSyntaxTree(alone, { source, range: { start, end: node.range.end } });
  return tree.isExact && tree.node && deepEqual(valueOf(tree.node), value) ? { ...tree, text: alone } : undefined;
}
