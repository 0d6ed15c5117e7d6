/**
 * The candidate that `word` is most likely a misspelling of (`replica` → `replicas`); undefined when none is near enough.
 * Letter case counts little, and a word may be cut short; of equally near ones the first wins.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestCost = (word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3))) + 0.5;
  for (const candidate of candidates) {
    const cost = isBeginningOf(word, candidate)
      ? 0.9
      : Math.abs(candidate.length - word.length) > bestCost
        ? Infinity
        : distance(word, candidate);
    if (cost < bestCost) [best, bestCost] = [candidate, cost];
  }
  return best;
}

/** `warn` of `warning`: at least three letters, and half of the word. */
const isBeginningOf = (word: string, candidate: string): boolean =>
  word.length >= 3 &&
  word.length < candidate.length &&
  word.length * 2 >= candidate.length &&
  candidate.toLowerCase().startsWith(word.toLowerCase());

/** Edits (insert, delete, replace, swap of neighbours) from `a` to `b`; a change of case alone costs a tenth. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + replaceCost(a.charAt(i - 1), b.charAt(j - 1)));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(beforeLast, j - 2) + 1);
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity;

const replaceCost = (a: string, b: string): number => (a === b ? 0 : a.toLowerCase() === b.toLowerCase() ? 0.1 : 1);
