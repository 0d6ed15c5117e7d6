import type { KubernetesObject } from './object.ts';

/** What objects are looked up by beside their names, as an `IndexFunc` of client-go: an object is found under each of its values. */
export interface Index {
  valuesOf(object: KubernetesObject): readonly string[];
}

/** Names of the objects of one namespace by the values of an index. */
export class NameIndex {
  readonly #index: Index;
  readonly #names = new Map<string, Set<string>>();

  constructor(index: Index, objects: readonly KubernetesObject[]) {
    this.#index = index;
    for (const object of objects) this.replace(undefined, object);
  }

  namesOf(value: string): ReadonlySet<string> {
    return this.#names.get(value) ?? NOBODY;
  }

  /** Follows a write: undefined stands for an object that is not there before, or not any more. */
  replace(before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
    const [old, values] = [before ? this.#index.valuesOf(before) : [], after ? this.#index.valuesOf(after) : []];
    if (old.length === values.length && old.every((value, i) => value === values[i])) return;
    const name = (after ?? before)?.metadata.name ?? '';
    for (const value of old) this.#names.get(value)?.delete(name);
    for (const value of values) {
      const names = this.#names.get(value);
      if (names) names.add(name);
      else this.#names.set(value, new Set([name]));
    }
    for (const value of old) if (this.#names.get(value)?.size === 0) this.#names.delete(value);
  }
}

const NOBODY: ReadonlySet<string> = new Set();
