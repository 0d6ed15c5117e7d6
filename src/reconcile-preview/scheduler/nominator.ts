/** Which nodes room was made on, and for which pods. */
export class Nominator {
  readonly #byPod = new Map<string, string>();

  /** Nominates a pod by key; an empty node name takes the nomination back. */
  set(podKey: string, nodeName: string): void {
    this.#byPod.delete(podKey);
    if (nodeName !== '') this.#byPod.set(podKey, nodeName);
  }

  get(podKey: string): string {
    return this.#byPod.get(podKey) ?? '';
  }

  /** Keys of the pods nominated to a node, in the order of nomination. */
  podsOf(nodeName: string): string[] {
    if (this.#byPod.size === 0) return [];
    return [...this.#byPod].filter(([, node]) => node === nodeName).map(([key]) => key);
  }
}
