import type { KubernetesObject } from './object.ts';

const nameOf = (object: KubernetesObject): string => object.metadata.name ?? '';

/** Objects of one kind and namespace, ordered by name. Lists that were handed out never change: the next write copies the references. */
export class NamedObjects {
  #objects: KubernetesObject[];
  /** Somebody else may hold the list. */
  #shared: boolean;

  constructor(objects: KubernetesObject[] = []) {
    this.#objects = objects;
    this.#shared = objects.length > 0;
  }

  get size(): number {
    return this.#objects.length;
  }

  get list(): readonly KubernetesObject[] {
    this.#shared = true;
    return this.#objects;
  }

  get(name: string): KubernetesObject | undefined {
    const found = this.#objects[this.#position(name)];
    return found && nameOf(found) === name ? found : undefined;
  }

  /** Puts an object in, and answers the one of this name that it replaces. */
  set(object: KubernetesObject): KubernetesObject | undefined {
    const name = nameOf(object);
    const at = this.#position(name);
    const there = this.#objects[at];
    const before = there && nameOf(there) === name ? there : undefined;
    this.#own();
    if (before) this.#objects[at] = object;
    else this.#objects.splice(at, 0, object);
    return before;
  }

  /** Takes an object out, and answers it. */
  delete(name: string): KubernetesObject | undefined {
    const at = this.#position(name);
    const there = this.#objects[at];
    if (!there || nameOf(there) !== name) return undefined;
    this.#own();
    this.#objects.splice(at, 1);
    return there;
  }

  /** An independent continuation. */
  fork(): NamedObjects {
    this.#shared = true;
    return new NamedObjects(this.#objects);
  }

  #own(): void {
    if (!this.#shared) return;
    this.#objects = this.#objects.slice();
    this.#shared = false;
  }

  /** Where a name is, or would be. */
  #position(name: string): number {
    const objects = this.#objects;
    const last = objects[objects.length - 1];
    if (!last || nameOf(last) < name) return objects.length;
    let low = 0;
    let high = objects.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = objects[middle];
      if (there && nameOf(there) < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
