/** An item and where it is. */
interface Place<T> {
  readonly key: string;
  item: T;
  at: number;
}

/** Items by key, the first in an order at hand: adding, replacing and removing one takes time logarithmic in their number. */
export class KeyedHeap<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #keyOf: (item: T) => string;
  /** Each item comes before the two at twice its position, plus one and plus two. */
  readonly #places: Place<T>[] = [];
  readonly #byKey = new Map<string, Place<T>>();

  constructor(keyOf: (item: T) => string, compare: (a: T, b: T) => number) {
    this.#keyOf = keyOf;
    this.#compare = compare;
  }

  get size(): number {
    return this.#places.length;
  }

  /** All items, in no order. */
  get items(): readonly T[] {
    return this.#places.map(({ item }) => item);
  }

  get first(): T | undefined {
    return this.#places[0]?.item;
  }

  get(key: string): T | undefined {
    return this.#byKey.get(key)?.item;
  }

  /** Adds an item, or replaces the one of the same key. */
  set(item: T): void {
    const key = this.#keyOf(item);
    let place = this.#byKey.get(key);
    if (place) {
      place.item = item;
    } else {
      place = { key, item, at: this.#places.length };
      this.#byKey.set(key, place);
      this.#places.push(place);
    }
    this.#settle(place);
  }

  delete(key: string): T | undefined {
    const place = this.#byKey.get(key);
    if (!place) return undefined;
    const last = this.#places.pop();
    this.#byKey.delete(key);
    if (last && last !== place) {
      this.#put(last, place.at);
      this.#settle(last);
    }
    return place.item;
  }

  /** Takes the first item out. */
  pop(): T | undefined {
    const [first] = this.#places;
    return first && this.delete(first.key);
  }

  #put(place: Place<T>, at: number): void {
    place.at = at;
    this.#places[at] = place;
  }

  /** Brings an item to where it belongs: up past those that it comes before, or down past those that come before it. */
  #settle(place: Place<T>): void {
    while (place.at > 0 && this.#swapInto(place.at, (place.at - 1) >> 1));
    for (;;) {
      const [left, right] = [2 * place.at + 1, 2 * place.at + 2];
      const child = right < this.#places.length && this.#isBefore(right, left) ? right : left;
      if (child >= this.#places.length || !this.#swapInto(child, place.at)) return;
    }
  }

  /** Exchanges an item with the one above it when they stand the wrong way round. */
  #swapInto(child: number, parent: number): boolean {
    const [lower, upper] = [this.#places[child], this.#places[parent]];
    if (!lower || !upper || this.#compare(lower.item, upper.item) >= 0) return false;
    this.#put(lower, parent);
    this.#put(upper, child);
    return true;
  }

  #isBefore(a: number, b: number): boolean {
    const [first, second] = [this.#places[a], this.#places[b]];
    return first !== undefined && second !== undefined && this.#compare(first.item, second.item) < 0;
  }
}
