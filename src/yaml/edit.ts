import { elementsOf, type FieldPath, type PathElement } from '../model/field-path.ts';
import { deepEqual, isObject, setOwn, type Json } from '../model/json.ts';
import { applyEdits, type TextEdit } from '../text/text-edit.ts';
import { isJsonLike, keyText } from './editor/layout.ts';
import { editablePlace, removeEdits } from './editor/remove-value.ts';
import { setEdits } from './editor/set-value.ts';
import { valueOf } from './syntax-node.ts';
import { nameOf, readSyntaxTree, type SyntaxTree } from './syntax-tree.ts';

/*
 * Changes to the text of a document that keep its comments and layout. Each answers the edits, or none where it cannot be made: the text
 * is no YAML, the path leads nowhere, or the place is shared through an alias or merge key. Every change is tried first:
 * the edited text is read again and has to have the value that is wanted.
 */

/** Gives the field at `path` a value. Fields that are missing are added after their neighbours, an item after the last one. */
export const setValue = (tree: SyntaxTree, path: FieldPath, value: Json): TextEdit[] =>
  tried(tree, setEdits(tree, path, value), (object) => changed(object, elementsOf(path), () => value));

/** Adds a field to the mapping at `path`; none when it has it already. */
export function insertKey(tree: SyntaxTree, path: FieldPath, name: string, value: Json): TextEdit[] {
  const at: FieldPath = { parent: path, element: { kind: 'field', name } };
  return editablePlace(tree, at) ? [] : setValue(tree, at, value);
}

/** Takes a field or an item away. */
export const removeValue = (tree: SyntaxTree, path: FieldPath): TextEdit[] =>
  tried(tree, removeEdits(tree, path), (object) => changed(object, elementsOf(path), () => undefined));

/** Gives the key of a field another name; the value stays as it is. */
export function renameKey(tree: SyntaxTree, path: FieldPath, name: string): TextEdit[] {
  const place = editablePlace(tree, path);
  const key = place?.entry?.key;
  if (!key || key.kind !== 'scalar' || key.range.start === key.range.end) return [];
  const quote = tree.text[key.range.start];
  const text =
    quote === '"' || (tree.node && isJsonLike(tree.node, tree.text))
      ? JSON.stringify(name)
      : quote === "'"
        ? `'${name.replaceAll("'", "''")}'`
        : keyText(name);
  return tried(tree, [{ range: key.range, text }], (object) => renamed(object, path, name));
}

/** Makes a text of the scalar at `path`, spelt as it is written: `yes` becomes `"yes"`. */
export function quoteScalar(tree: SyntaxTree, path: FieldPath): TextEdit[] {
  const node = editablePlace(tree, path)?.node;
  if (node?.kind !== 'scalar' || node.style !== 'plain' || node.tag !== undefined || node.range.start === node.range.end) return [];
  const written = tree.text.slice(node.range.start, node.range.end);
  if (written !== node.text) return [];
  return tried(tree, [{ range: node.range, text: JSON.stringify(node.text) }], (object) =>
    changed(object, elementsOf(path), () => node.text),
  );
}

function tried(tree: SyntaxTree, edits: TextEdit[], expect: (value: Json) => Json | undefined): TextEdit[] {
  if (edits.length === 0 || !tree.node || !tree.isExact) return [];
  const expected = expect(valueOf(tree.node));
  const part = tree.text.slice(tree.range.start, tree.range.end);
  const moved = edits.map(({ range, text }) => ({
    text,
    range: { start: range.start - tree.range.start, end: range.end - tree.range.start },
  }));
  const edited = applyEdits(part, moved);
  const again = readSyntaxTree(edited, {
    source: tree.source,
    range: { start: 0, end: edited.length },
    ...(tree.item !== undefined && { item: tree.item }),
  });
  const isMeant = again.isExact && again.node !== undefined && deepEqual(valueOf(again.node), expected);
  return isMeant ? edits : [];
}

/** A value with another one at a path: undefined takes it away; objects on the way are made. */
function changed(
  value: Json | undefined,
  path: readonly PathElement[],
  change: (old: Json | undefined) => Json | undefined,
): Json | undefined {
  const [element, ...deeper] = path;
  if (!element) return change(value);
  if (Array.isArray(value) && element.kind === 'index') {
    const item = changed(value[element.index], deeper, change);
    return item === undefined ? value.toSpliced(element.index, 1) : value.toSpliced(element.index, 1, item);
  }
  const object: Record<string, Json> = {};
  const name = nameOf(element);
  const old = isObject(value) ? value : {};
  for (const [key, member] of Object.entries(old)) if (member !== undefined && key !== name) setOwn(object, key, member);
  const member = changed(Object.hasOwn(old, name) ? old[name] : undefined, deeper, change);
  if (member !== undefined) setOwn(object, name, member);
  return object;
}

function renamed(object: Json, path: FieldPath, name: string): Json | undefined {
  if (!path.parent || !path.element) return undefined;
  const old = nameOf(path.element);
  return changed(object, elementsOf(path.parent), (holder) => {
    if (!isObject(holder) || Object.hasOwn(holder, name)) return undefined;
    return Object.fromEntries(Object.entries(holder).map(([key, member]) => [key === old ? name : key, member ?? null]));
  });
}
