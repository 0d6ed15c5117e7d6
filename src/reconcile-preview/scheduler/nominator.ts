/** Which nodes room was made on, and for which pods. */
export class Nominator {
  readonly #byPod = new Map<string, string>();
  readonly #byNode = new Map<string, Set<string>>();
  readonly #onChange: (nodeName: string) => void;

  /** `onChange` is told the nodes that others are nominated to, or other versions of the same pods. */
  constructor(onChange: (nodeName: string) => void) {
    this.#onChange = onChange;
  }

  /** Nominates a pod by key; an empty node name takes the nomination back. */
  set(podKey: string, nodeName: string): void {
    const before = this.#byPod.get(podKey);
    if (before !== undefined) this.#remove(podKey, before);
    if (nodeName === '') return;
    this.#byPod.set(podKey, nodeName);
    this.#byNode.set(nodeName, (this.#byNode.get(nodeName) ?? new Set()).add(podKey));
    this.#onChange(nodeName);
  }

  get(podKey: string): string {
    return this.#byPod.get(podKey) ?? '';
  }

  /** Keys of the pods nominated to a node, in the order of nomination. */
  podsOf(nodeName: string): readonly string[] {
    const pods = this.#byNode.size === 0 ? undefined : this.#byNode.get(nodeName);
    return pods ? [...pods] : NONE;
  }

  #remove(podKey: string, nodeName: string): void {
    this.#byPod.delete(podKey);
    const pods = this.#byNode.get(nodeName);
    pods?.delete(podKey);
    if (pods?.size === 0) this.#byNode.delete(nodeName);
    this.#onChange(nodeName);
  }
}

const NONE: readonly string[] = [];
