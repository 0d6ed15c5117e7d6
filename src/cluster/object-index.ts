import { NamedObjects } from './named-objects.ts';
import type { KubernetesObject } from './object.ts';

/** What objects are looked up by beside their names, as an `IndexFunc` of client-go: an object is found under each of its values. */
export interface Index {
  valuesOf(object: KubernetesObject): readonly string[];
}

/** The objects of one kind and namespace by the values of an index. */
export class ObjectIndex {
  readonly #index: Index;
  readonly #byValue = new Map<string, NamedObjects>();

  constructor(index: Index, objects: readonly KubernetesObject[]) {
    this.#index = index;
    for (const object of objects) this.replace(undefined, object);
  }

  /** Ordered by name. */
  objectsOf(value: string): readonly KubernetesObject[] {
    return this.#byValue.get(value)?.list ?? [];
  }

  /** Follows a write: undefined stands for an object that is not there before, or not any more. */
  replace(before: KubernetesObject | undefined, after: KubernetesObject | undefined): void {
    const values = after ? this.#index.valuesOf(after) : [];
    if (before) for (const value of this.#index.valuesOf(before)) if (!values.includes(value)) this.#delete(value, before);
    if (!after) return;
    for (const value of values) {
      const objects = this.#byValue.get(value);
      if (objects) objects.set(after);
      else this.#byValue.set(value, new NamedObjects([after]));
    }
  }

  #delete(value: string, { metadata: { name = '' } }: KubernetesObject): void {
    const objects = this.#byValue.get(value);
    objects?.delete(name);
    if (objects?.size === 0) this.#byValue.delete(value);
  }
}
