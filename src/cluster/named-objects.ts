import type { KubernetesObject } from './object.ts';

const nameOf = (object: KubernetesObject): string => object.metadata.name ?? '';

/** Bisecting is quick in short lists. In longer ones it is done once for each so many objects before they are put into a map. */
const SHORT = 64;
const OBJECTS_PER_QUESTION = 4;

/** Objects of one kind and namespace, ordered by name. Lists that were handed out never change: the next write copies the references. */
export class NamedObjects {
  #objects: KubernetesObject[];
  /** Somebody else may hold the list. */
  #shared: boolean;
  /** The objects by name, once so many were asked for one by one that it is worth it. */
  #byName: Map<string, KubernetesObject> | undefined;
  #asked = 0;

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
    if (this.#byName) return this.#byName.get(name);
    this.#asked += 1;
    if (this.#objects.length > SHORT && this.#asked * OBJECTS_PER_QUESTION > this.#objects.length) {
      this.#byName = new Map(this.#objects.map((object) => [nameOf(object), object]));
      return this.#byName.get(name);
    }
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
    this.#byName?.set(name, object);
    return before;
  }

  /** Takes an object out, and answers it. */
  delete(name: string): KubernetesObject | undefined {
    const at = this.#position(name);
    const there = this.#objects[at];
    if (!there || nameOf(there) !== name) return undefined;
    this.#own();
    this.#objects.splice(at, 1);
    this.#byName?.delete(name);
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
