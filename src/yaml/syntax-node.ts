import type { Json } from '../model/json.ts';
import { setOwn } from '../model/json.ts';
import type { TextRange } from '../text/offset.ts';
import { keyText } from './reader/go-syntax.ts';
import { resolveScalar, resolveTagged, type Scalar } from './reader/resolve-scalar.ts';

/** A value as it stands in the text. Ranges begin with the anchor or tag, where there is one, and hold no comments. */
export type SyntaxNode = ScalarNode | SequenceNode | MappingNode | AliasNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  /** Empty where nothing is written: just after the colon or dash. */
  readonly range: TextRange;
  /** The text that it stands for: without quotes, escapes and folding. */
  readonly text: string;
  readonly style: 'plain' | 'quoted' | 'block';
  readonly tag?: string;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly range: TextRange;
  readonly inFlow: boolean;
  readonly items: readonly SyntaxNode[];
}

export interface MappingNode {
  readonly kind: 'mapping';
  readonly range: TextRange;
  readonly inFlow: boolean;
  readonly entries: readonly Entry[];
}

export interface AliasNode {
  readonly kind: 'alias';
  readonly range: TextRange;
  /** Absent in broken text only. */
  readonly target?: SyntaxNode;
}

export interface Entry {
  readonly key: SyntaxNode;
  /** The property it sets; absent where the key cannot be one, and for the merge key. */
  readonly name?: string;
  readonly isMerge: boolean;
  readonly value: SyntaxNode;
}

/** The node that an alias stands for. */
export function resolveAlias(node: SyntaxNode): Exclude<SyntaxNode, AliasNode> | undefined {
  if (node.kind !== 'alias') return node;
  return node.target === undefined || node.target.kind === 'alias' ? undefined : node.target;
}

/** An entry of a mapping as it is built from its two nodes. */
export function entryOf(key: SyntaxNode, value: SyntaxNode): Entry {
  const scalar = resolveAlias(key);
  if (scalar?.kind !== 'scalar') return { key, value, isMerge: false };
  const isMergeTag = scalar.tag === '!' || scalar.tag === 'tag:yaml.org,2002:merge';
  if (key.kind === 'scalar' && key.text === '<<' && (key.tag === undefined ? key.style === 'plain' : isMergeTag))
    return { key, value, isMerge: true };
  const name = keyText(scalarOf(scalar));
  return { key, value, isMerge: false, ...(name !== undefined && { name }) };
}

/** What a scalar is decoded to; a text where its tag forbids that. */
export function scalarOf({ text, style, tag }: ScalarNode): Scalar {
  if (tag === undefined) return style === 'plain' ? resolveScalar(text) : { type: 'string', value: text };
  const resolved = resolveTagged(text, tag);
  return 'problem' in resolved ? { type: 'string', value: text } : resolved;
}

/** The entry that sets a property, as the reader has it: the last one, mappings that are merged included. */
export function entryNamed(mapping: MappingNode, name: string): Entry | undefined {
  return findEntry(mapping, name, new Set());
}

function findEntry(mapping: MappingNode, name: string, visited: Set<MappingNode>): Entry | undefined {
  if (visited.has(mapping)) return undefined;
  visited.add(mapping);
  for (let i = mapping.entries.length - 1; i >= 0; i--) {
    const entry = mapping.entries[i];
    if (entry?.name === name) return entry;
    if (!entry?.isMerge) continue;
    for (const merged of mergedMappings(entry.value)) {
      const found = findEntry(merged, name, visited);
      if (found) return found;
    }
  }
  return undefined;
}

/** The mappings that a merge key brings, the strongest first. */
export function mergedMappings(value: SyntaxNode): MappingNode[] {
  const node = resolveAlias(value);
  const nodes = node?.kind === 'sequence' && value.kind === 'sequence' ? node.items.map(resolveAlias) : [node];
  return nodes.filter((each) => each?.kind === 'mapping');
}

/** How deep `valueOf` goes: aliases of broken text may contain themselves. */
const DEEPEST_VALUE = 200;

/** The value of a node as far as there is one: for text that the reader refuses. What is nested too deep is null. */
export function valueOf(node: SyntaxNode, depth = 0): Json {
  const resolved = resolveAlias(node);
  if (!resolved || depth > DEEPEST_VALUE) return null;
  switch (resolved.kind) {
    case 'scalar':
      return scalarOf(resolved).value;
    case 'sequence':
      return resolved.items.map((item) => valueOf(item, depth + 1));
    case 'mapping': {
      const object: Record<string, Json> = {};
      setEntries(object, resolved, depth + 1);
      return object;
    }
  }
}

function setEntries(object: Record<string, Json>, mapping: MappingNode, depth: number): void {
  if (depth > DEEPEST_VALUE) return;
  for (const { name, value, isMerge } of mapping.entries) {
    if (isMerge) for (const merged of mergedMappings(value).reverse()) setEntries(object, merged, depth + 1);
    else if (name !== undefined) setOwn(object, name, valueOf(value, depth));
  }
}
