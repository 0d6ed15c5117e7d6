import { child, elementsOf, index, root, valueAt, type FieldPath, type PathElement } from '../model/field-path.ts';
import { isObject, type Json, type JsonObject } from '../model/json.ts';

/** Values tried at most, so that an object of any size is searched in bounded time. */
const MAX_TRIES = 2000;

/**
 * The deepest field that alone makes decoding fail with `error`. Decoders do not say where they stopped, or leave the list index out;
 * what is left when all but one field is taken away fails in the same words exactly when that field is to blame.
 */
export function findDecodeCulprit(value: JsonObject, error: string, errorOf: (pruned: JsonObject) => string | undefined): FieldPath {
  let at = root;
  let tries = 0;
  for (;;) {
    const next: FieldPath | undefined = childrenOf(valueAt(value, at), at).find(
      (path) => tries++ < MAX_TRIES && errorOf(prunedTo(value, path)) === error,
    );
    if (!next) return at;
    at = next;
  }
}

function childrenOf(value: unknown, at: FieldPath): FieldPath[] {
  if (Array.isArray(value)) return value.map((_, i) => index(at, i));
  return isObject(value) ? Object.keys(value).map((name) => child(at, name)) : [];
}

/** `value` with only what lies on `path`; lists keep the one item. */
function prunedTo(value: JsonObject, path: FieldPath): JsonObject {
  const pruned = prune(value, elementsOf(path), 0);
  return isObject(pruned) ? pruned : {};
}

function prune(value: Json | undefined, elements: readonly PathElement[], depth: number): Json {
  const element = elements[depth];
  if (element === undefined) return value ?? null;
  if (element.kind === 'index') return [prune(Array.isArray(value) ? value[element.index] : null, elements, depth + 1)];
  const name = element.kind === 'field' ? element.name : element.key;
  return { [name]: prune(isObject(value) ? value[name] : null, elements, depth + 1) };
}
