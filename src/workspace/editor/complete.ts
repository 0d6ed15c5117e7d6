import { elementsOf, pathText, root, type FieldPath } from '../../model/field-path.ts';
import { apiVersionOf } from '../../model/group-version-kind.ts';
import { compareText, isObject, own } from '../../model/json.ts';
import type { Field, GoType, SchemaRegistry, StructType } from '../../schema/registry.ts';
import { resolveField, structOf, target, typeLabel, type ResolvedField } from '../../schema/resolve-field.ts';
import type { TextRange } from '../../text/offset.ts';
import { pathAt } from '../../yaml/path-at.ts';
import { resolveAlias } from '../../yaml/syntax-node.ts';
import { placeOf, type SyntaxTree } from '../../yaml/syntax-tree.ts';
import type { CompletionInfo } from '../editor-session.ts';
import type { ExplainSources } from '../explain.ts';
import { documentAt, type DocumentAt } from './document-at.ts';

/** What can be written at `offset`: keys that the object lacks there, or values of the field. */
export function complete(text: string, offset: number, sources: ExplainSources): readonly CompletionInfo[] {
  const document = documentAt(text, offset, sources.registry);
  const { tree } = document;
  const at = pathAt(tree, offset);
  if (at.on === 'key') return keysIn(document, at.path.parent ?? root, at.range, text, sources, at.path);
  const path = pathText(at.path);
  if (path === 'apiVersion' || path === 'kind') return typeValues(document, path, at.range, sources.registry);
  const field = resolve(document, at.path, sources.registry);
  // Where an object is awaited, a word is the beginning of its first key.
  const awaitsKeys =
    at.path.element === undefined || (field && (structOf(sources.registry, field.type) ?? target(field.type).kind === 'slice'));
  if (awaitsKeys) return keysIn(document, at.path, at.range, text, sources);
  return field ? valuesOf(field, at.range) : [];
}

function resolve({ resource }: DocumentAt, path: FieldPath, registry: SchemaRegistry): ResolvedField | undefined {
  return resource && resolveField(registry, resource.type, elementsOf(path));
}

const ROOT_KEYS = ['apiVersion', 'kind', 'metadata', 'spec'];

function keysIn(
  document: DocumentAt,
  path: FieldPath,
  replace: TextRange,
  text: string,
  { registry, documentation }: ExplainSources,
  self?: FieldPath,
): CompletionInfo[] {
  const present = new Set(keysAt(document.tree, path));
  if (self?.element?.kind === 'field') present.delete(self.element.name);
  if (!document.resource && path.element === undefined) {
    return ROOT_KEYS.filter((name) => !present.has(name)).map((name, i) => key(name, { replace, text: `${name}: `, sortText: String(i) }));
  }
  const resolved = resolve(document, path, registry);
  const type = resolved && target(resolved.type);
  const item = type?.kind === 'slice';
  const struct = type && structOf(registry, item ? type.element : type);
  if (!struct) return [];
  const indent = columnOf(text, replace.start) + (item ? 2 : 0);
  return [...struct.byJson]
    .filter(([name]) => !present.has(name) && name !== 'status' && name !== 'managedFields')
    .map(([name, { field }]) => ({
      ...key(name, {
        replace,
        text: `${item ? '- ' : ''}${name}:${afterKey(field.type, indent, text, replace.end)}`,
        sortText: sortText(name, field, struct),
      }),
      detail: typeLabel(field.type),
      markdown: documentation(struct.name, name),
    }));
}

const key = (label: string, rest: Pick<CompletionInfo, 'replace' | 'text' | 'sortText'>): CompletionInfo => ({
  label,
  kind: 'key',
  ...rest,
});

/** Required fields first; within each, the order of the Go type, which is the order of importance. */
function sortText(name: string, field: Field, struct: StructType): string {
  const position = String([...struct.byJson.keys()].indexOf(name)).padStart(3, '0');
  return `${field.required ? 0 : 1}${position}`;
}

/** What follows the colon, unless a colon is there already. */
function afterKey(type: GoType, indent: number, text: string, end: number): string {
  if (/^[ \t]*:/.test(text.slice(end))) return '';
  const inner = `\n${' '.repeat(indent + 2)}`;
  switch (target(type).kind) {
    case 'struct':
    case 'map':
      return inner;
    case 'slice':
      return `${inner}- `;
    default:
      return ' ';
  }
}

function keysAt(tree: SyntaxTree, path: FieldPath): string[] {
  const place = placeOf(tree, path);
  const node = place?.isFound ? resolveAlias(place.node) : undefined;
  return node?.kind === 'mapping' ? node.entries.flatMap(({ name }) => (name === undefined ? [] : [name])) : [];
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

function valuesOf({ type, field }: ResolvedField, replace: TextRange): CompletionInfo[] {
  const values = field?.enum ?? (target(type).kind === 'bool' ? ['true', 'false'] : []);
  return values.filter((value) => value !== '').map((value, i) => choice(value, replace, i));
}

const choice = (label: string, replace: TextRange, position: number): CompletionInfo => ({
  label,
  kind: 'value',
  replace,
  text: label,
  sortText: String(position).padStart(3, '0'),
});

/** API versions that serve the kind, kinds that the API version serves; all of them while the other is not written. */
function typeValues({ value }: DocumentAt, name: 'apiVersion' | 'kind', replace: TextRange, registry: SchemaRegistry): CompletionInfo[] {
  const other = isObject(value) ? own(value, name === 'kind' ? 'apiVersion' : 'kind') : undefined;
  const known = registry
    .resources()
    .filter(({ verbs }) => verbs.includes('create'))
    .map(({ gvk, servedByDefault }) => ({ apiVersion: apiVersionOf(gvk), kind: gvk.kind, servedByDefault }));
  const matching = known.filter((each) => (name === 'kind' ? each.apiVersion : each.kind) === other);
  const offered = matching.length > 0 ? matching : known.filter(({ servedByDefault }) => servedByDefault);
  return [...new Set(offered.map((each) => each[name]))].sort(compareText).map((label, i) => choice(label, replace, i));
}
