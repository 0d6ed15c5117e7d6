/** One step from a value to a part of it. */
export type PathElement =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'key'; readonly key: string };

/** Where a value is in an object: a list from the leaf up, so that going down costs one small object. */
export interface FieldPath {
  readonly parent: FieldPath | undefined;
  readonly element: PathElement | undefined;
}

export const root: FieldPath = { parent: undefined, element: undefined };

/** `at.name`, `at.name.name`: fields below `at`. */
export function child(at: FieldPath, ...names: readonly string[]): FieldPath {
  let path = at;
  for (const name of names) path = { parent: path, element: { kind: 'field', name } };
  return path;
}

/** `at[index]`. */
export const index = (at: FieldPath, i: number): FieldPath => ({ parent: at, element: { kind: 'index', index: i } });

/** `at[key]`, an entry of a map such as labels. */
export const key = (at: FieldPath, name: string): FieldPath => ({ parent: at, element: { kind: 'key', key: name } });

/** The path a dotted text of plain field names stands for: `spec.template`. */
export const fieldPath = (...names: readonly string[]): FieldPath => child(root, ...names);

export function elementsOf(path: FieldPath): PathElement[] {
  const elements: PathElement[] = [];
  for (let at: FieldPath | undefined = path; at?.element; at = at.parent) elements.push(at.element);
  return elements.reverse();
}

/** The path of these steps. */
export const pathOf = (elements: readonly PathElement[]): FieldPath =>
  elements.reduce<FieldPath>((parent, element) => ({ parent, element }), root);

/** The place that `path` leads to from `at` on. */
export const joined = (at: FieldPath, path: FieldPath): FieldPath =>
  elementsOf(path).reduce<FieldPath>((parent, element) => ({ parent, element }), at);

/** `spec.containers[0].env`, `metadata.labels[app]`: as the API server prints it; `<nil>` for the root. */
export function pathText(path: FieldPath): string {
  let text = '';
  for (const element of elementsOf(path)) {
    // Go tells a field from an index by its name.
    if (element.kind === 'field' && element.name !== '') text += text === '' ? element.name : `.${element.name}`;
    else if (element.kind === 'field') text += '[]';
    else text += `[${element.kind === 'index' ? element.index : element.key}]`;
  }
  return text === '' ? '<nil>' : text;
}

/** The value a path leads to in `value`; undefined when there is none. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  let at = value;
  for (const element of elementsOf(path)) {
    if (typeof at !== 'object' || at === null) return undefined;
    const name = element.kind === 'field' ? element.name : element.kind === 'key' ? element.key : String(element.index);
    if (!Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}
