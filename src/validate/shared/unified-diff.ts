/** A run of equal lines: where it starts in both texts, and how many lines it has. */
interface Match {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** A step from one text to the other: lines `[a1, a2)` become lines `[b1, b2)`; equal ones stay. */
interface Step {
  readonly equal: boolean;
  readonly a1: number;
  readonly a2: number;
  readonly b1: number;
  readonly b2: number;
}

const CONTEXT = 3;
/** From this many lines on, lines that are frequent are no anchors. */
const POPULARITY_FROM = 200;

/**
 * The unified difference of two texts, given as lines, without file headers; empty when they are equal. Lines are paired as Python's `difflib` and
 * its Go port do: the longest common run first, then what is left and right of it.
 */
export function unifiedDiff(a: readonly string[], b: readonly string[]): string {
  return groupSteps(stepsOf(matchesOf(a, b)))
    .map((group) => renderGroup(group, a, b))
    .join('');
}

function positionsOf(lines: readonly string[]): Map<string, number[]> {
  const positions = new Map<string, number[]>();
  for (const [i, line] of lines.entries()) {
    const list = positions.get(line);
    if (list) list.push(i);
    else positions.set(line, [i]);
  }
  if (lines.length < POPULARITY_FROM) return positions;
  const most = Math.floor(lines.length / 100) + 1;
  for (const [line, list] of positions) if (list.length > most) positions.delete(line);
  return positions;
}

/** Runs of equal lines in order, neighbours joined; the last one is empty and ends both texts. */
function matchesOf(a: readonly string[], b: readonly string[]): Match[] {
  const positions = positionsOf(b);
  const found: Match[] = [];
  const pending: (Match | readonly [aLow: number, aHigh: number, bLow: number, bHigh: number])[] = [[0, a.length, 0, b.length]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    if ('size' in next) {
      found.push(next);
      continue;
    }
    const [aLow, aHigh, bLow, bHigh] = next;
    const match = longestMatch(a, b, positions, aLow, aHigh, bLow, bHigh);
    if (match.size === 0) continue;
    const [aEnd, bEnd] = [match.a + match.size, match.b + match.size];
    if (aEnd < aHigh && bEnd < bHigh) pending.push([aEnd, aHigh, bEnd, bHigh]);
    pending.push(match);
    if (aLow < match.a && bLow < match.b) pending.push([aLow, match.a, bLow, match.b]);
  }
  return joinNeighbours([...found, { a: a.length, b: b.length, size: 0 }]);
}

function longestMatch(
  a: readonly string[],
  b: readonly string[],
  positions: ReadonlyMap<string, readonly number[]>,
  aLow: number,
  aHigh: number,
  bLow: number,
  bHigh: number,
): Match {
  let [bestA, bestB, size] = [aLow, bLow, 0];
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>();
    for (const j of positions.get(a[i] ?? '') ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      const length = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, length);
      if (length > size) [bestA, bestB, size] = [i - length + 1, j - length + 1, length];
    }
    lengths = next;
  }
  while (bestA > aLow && bestB > bLow && a[bestA - 1] === b[bestB - 1]) [bestA, bestB, size] = [bestA - 1, bestB - 1, size + 1];
  while (bestA + size < aHigh && bestB + size < bHigh && a[bestA + size] === b[bestB + size]) size++;
  return { a: bestA, b: bestB, size };
}

function joinNeighbours(matches: readonly Match[]): Match[] {
  const joined: Match[] = [];
  for (const match of matches) {
    const last = joined.at(-1);
    if (match.size > 0 && last && last.a + last.size === match.a && last.b + last.size === match.b)
      joined[joined.length - 1] = { ...last, size: last.size + match.size };
    else joined.push(match);
  }
  return joined;
}

function stepsOf(matches: readonly Match[]): Step[] {
  const steps: Step[] = [];
  let [a1, b1] = [0, 0];
  for (const { a, b, size } of matches) {
    if (a1 < a || b1 < b) steps.push({ equal: false, a1, a2: a, b1, b2: b });
    if (size > 0) steps.push({ equal: true, a1: a, a2: a + size, b1: b, b2: b + size });
    [a1, b1] = [a + size, b + size];
  }
  return steps;
}

/** Changes with three equal lines around them; changes that are close to each other share a group. */
function groupSteps(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  let group: Step[] = [];
  for (const [i, step] of steps.entries()) {
    let { a1, a2, b1, b2 } = step;
    if (step.equal && i === 0) [a1, b1] = [Math.max(a1, a2 - CONTEXT), Math.max(b1, b2 - CONTEXT)];
    if (step.equal && i === steps.length - 1) [a2, b2] = [Math.min(a2, a1 + CONTEXT), Math.min(b2, b1 + CONTEXT)];
    if (step.equal && a2 - a1 > 2 * CONTEXT) {
      groups.push([...group, { equal: true, a1, a2: Math.min(a2, a1 + CONTEXT), b1, b2: Math.min(b2, b1 + CONTEXT) }]);
      group = [];
      [a1, b1] = [Math.max(a1, a2 - CONTEXT), Math.max(b1, b2 - CONTEXT)];
    }
    group.push({ equal: step.equal, a1, a2, b1, b2 });
  }
  return [...groups, group].filter((each) => each.some(({ equal }) => !equal));
}

function renderGroup(group: readonly Step[], a: readonly string[], b: readonly string[]): string {
  const [first, last] = [group[0], group.at(-1)];
  if (!first || !last) return '';
  const lines = group.flatMap(({ equal, a1, a2, b1, b2 }) =>
    equal
      ? a.slice(a1, a2).map((line) => ` ${line}`)
      : [...a.slice(a1, a2).map((line) => `-${line}`), ...b.slice(b1, b2).map((line) => `+${line}`)],
  );
  return [`@@ -${range(first.a1, last.a2)} +${range(first.b1, last.b2)} @@`, ...lines].map((line) => `${line}\n`).join('');
}

function range(start: number, stop: number): string {
  const length = stop - start;
  if (length === 1) return String(start + 1);
  return `${length === 0 ? start : start + 1},${length}`;
}
