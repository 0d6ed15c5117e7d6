/** Items by key, the first in an order at hand: adding, replacing and removing one takes time logarithmic in their number. */
export class KeyedHeap<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #keyOf: (item: T) => string;
  /** Each item comes before the two at twice its position, plus one and plus two. */
  readonly #items: T[] = [];
  readonly #positions = new Map<string, number>();

  constructor(keyOf: (item: T) => string, compare: (a: T, b: T) => number) {
    this.#keyOf = keyOf;
    this.#compare = compare;
  }

  get size(): number {
    return this.#items.length;
  }

  /** All items, in no order. */
  get items(): readonly T[] {
    return this.#items;
  }

  get first(): T | undefined {
    return this.#items[0];
  }

  get(key: string): T | undefined {
    const at = this.#positions.get(key);
    return at === undefined ? undefined : this.#items[at];
  }

  /** Adds an item, or replaces the one of the same key. */
  set(item: T): void {
    const at = this.#positions.get(this.#keyOf(item)) ?? this.#items.length;
    this.#put(at, item);
    this.#sink(this.#rise(at));
  }

  delete(key: string): T | undefined {
    const at = this.#positions.get(key);
    if (at === undefined) return undefined;
    const item = this.#items[at];
    const last = this.#items.pop();
    this.#positions.delete(key);
    if (last !== undefined && at < this.#items.length) {
      this.#put(at, last);
      this.#sink(this.#rise(at));
    }
    return item;
  }

  /** Takes the first item out. */
  pop(): T | undefined {
    const { first } = this;
    return first === undefined ? undefined : this.delete(this.#keyOf(first));
  }

  #put(at: number, item: T): void {
    this.#items[at] = item;
    this.#positions.set(this.#keyOf(item), at);
  }

  /** Brings an item up to where it belongs, and answers where that is. */
  #rise(from: number): number {
    let at = from;
    while (at > 0 && this.#swapInto(at, (at - 1) >> 1)) at = (at - 1) >> 1;
    return at;
  }

  #sink(from: number): void {
    for (let at = from; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const child = right < this.#items.length && this.#isBefore(right, left) ? right : left;
      if (child >= this.#items.length || !this.#swapInto(child, at)) return;
      at = child;
    }
  }

  /** Exchanges an item with the one above it when they stand the wrong way round. */
  #swapInto(child: number, parent: number): boolean {
    const [lower, upper] = [this.#items[child], this.#items[parent]];
    if (lower === undefined || upper === undefined || this.#compare(lower, upper) >= 0) return false;
    this.#put(parent, lower);
    this.#put(child, upper);
    return true;
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#items[a], this.#items[b]];
    return first !== undefined && second !== undefined && this.#compare(first, second) < 0;
  }
}
