import type { TextRange } from '../text/offset.ts';
import type { YamlDocument } from '../yaml/read-documents.ts';
import type { SyntaxNode } from '../yaml/syntax-node.ts';
import { readSyntaxTree } from '../yaml/syntax-tree.ts';

/** Whether an offset of a file is inside a scalar (a quoted text, a block of lines), where `#` starts no comment. Trees are read when first needed. */
export function isInScalar({
  text,
  documents,
}: {
  readonly text: string;
  readonly documents: readonly YamlDocument[];
}): (offset: number) => boolean {
  const known = new Map<number, readonly TextRange[]>();
  return (offset) => {
    const document = documents.find(({ range }) => range.start <= offset && offset < range.end);
    if (!document) return false;
    let ranges = known.get(document.index);
    if (!ranges) {
      const { node } = readSyntaxTree(text, { source: document.source, range: document.range });
      known.set(document.index, (ranges = node ? scalarRanges(node) : []));
    }
    return ranges.some(({ start, end }) => start < offset && offset < end);
  };
}

function scalarRanges(root: SyntaxNode): TextRange[] {
  const ranges: TextRange[] = [];
  const queue: SyntaxNode[] = [root];
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (node.kind === 'scalar') ranges.push(node.range);
    else if (node.kind === 'sequence') queue.push(...node.items);
    else if (node.kind === 'mapping') queue.push(...node.entries.flatMap(({ key, value }) => [key, value]));
  }
  return ranges;
}
