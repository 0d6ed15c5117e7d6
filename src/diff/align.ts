/** Items of two lists, side by side; absent where one side has no partner. */
export interface Aligned {
  readonly before?: number;
  readonly after?: number;
}

/** Above this many comparisons lists are put side by side by position: time stays bounded. */
const MOST_COMPARISONS = 1_000_000;

/**
 * Lines up two lists by their longest common subsequence. What lies between common items is paired in order, the rest is added or removed:
 * `a b c d` and `a x d e` give a-a, b-x, c-, d-d, -e.
 */
export function align(before: readonly string[], after: readonly string[]): Aligned[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < before.length - start && tail < after.length - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const out: Aligned[] = Array.from({ length: start }, (_, i) => ({ before: i, after: i }));
  let [b, a] = [start, start];
  for (const [nextB, nextA] of [
    ...commonItems(before.slice(start, before.length - tail), after.slice(start, after.length - tail)).map(
      ([i, j]) => [i + start, j + start] as const,
    ),
    [before.length - tail, after.length - tail] as const,
  ]) {
    for (; b < nextB || a < nextA;) out.push({ ...(b < nextB && { before: b++ }), ...(a < nextA && { after: a++ }) });
    if (nextB < before.length - tail) out.push({ before: b++, after: a++ });
  }
  for (let i = 0; i < tail; i++) out.push({ before: before.length - tail + i, after: after.length - tail + i });
  return out;
}

/** Index pairs of a longest common subsequence. */
function commonItems(before: readonly string[], after: readonly string[]): [number, number][] {
  if (before.length * after.length > MOST_COMPARISONS) return [];
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  const lengthAt = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      lengths[i * width + j] = before[i] === after[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (lengthAt(i + 1, j) >= lengthAt(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
