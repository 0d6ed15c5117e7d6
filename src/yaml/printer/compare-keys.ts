const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

const isLetter = (character: string): boolean => LETTER.test(character);
const isDigit = (character: string | undefined): boolean => character !== undefined && DIGIT.test(character);

/**
 * Orders keys as go-yaml v2 prints them: numbers in them by value (`a2` before `a10`), letters after all else.
 * Negative, zero or positive.
 */
export function compareKeys(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  const at = left.findIndex((character, i) => character !== right[i]);
  const x = left[at];
  const y = right[at];
  if (x === undefined || y === undefined) return left.length - right.length;
  const [xIsLetter, yIsLetter] = [isLetter(x), isLetter(y)];
  if (xIsLetter && yIsLetter) return codeOf(x) - codeOf(y);
  if (xIsLetter || yIsLetter) return yIsLetter ? -1 : 1;
  const leadingZero = (x === '0' || y === '0') && followsNumber(left, at) ? 1n : 0n;
  const [xNumber, xEnd] = numberAt(left, at, leadingZero);
  const [yNumber, yEnd] = numberAt(right, at, leadingZero);
  if (xNumber !== yNumber) return xNumber < yNumber ? -1 : 1;
  return xEnd - yEnd || codeOf(x) - codeOf(y);
}

const codeOf = (character: string): number => character.codePointAt(0) ?? 0;

/** Whether digits other than 0 stand right before `at`, so that a 0 there counts. */
function followsNumber(characters: readonly string[], at: number): boolean {
  for (let i = at - 1; i >= 0 && isDigit(characters[i]); i--) if (characters[i] !== '0') return true;
  return false;
}

/** The number that begins at `at`, in 64 bits, and where it ends. */
function numberAt(characters: readonly string[], at: number, start: bigint): [bigint, number] {
  let number = start;
  let end = at;
  for (; isDigit(characters[end]); end++) number = BigInt.asIntN(64, number * 10n + BigInt(codeOf(characters[end] ?? '0') - 48));
  return [number, end];
}
