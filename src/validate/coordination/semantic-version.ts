/** A version as semver.org 2.0.0 has it. Build metadata do not count. */
export interface SemanticVersion {
  readonly numbers: readonly bigint[];
  readonly preRelease: readonly string[];
}

export const ZERO_VERSION: SemanticVersion = { numbers: [0n, 0n, 0n], preRelease: [] };

const NUMBER = '(?:0|[1-9]\\d*)';
const PRE_RELEASE = '(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const BUILD = '[0-9a-zA-Z-]+';
const VERSION = new RegExp(
  `^(${NUMBER}\\.${NUMBER}\\.${NUMBER})(?:-(${PRE_RELEASE}(?:\\.${PRE_RELEASE})*))?(?:\\+${BUILD}(?:\\.${BUILD})*)?$`,
);

/** Undefined when the text is no version. */
export function parseSemanticVersion(text: string): SemanticVersion | undefined {
  const [, numbers, preRelease] = VERSION.exec(text) ?? [];
  if (numbers === undefined) return undefined;
  return { numbers: numbers.split('.').map(BigInt), preRelease: preRelease?.split('.') ?? [] };
}

/** Negative when `a` precedes `b`, zero when neither precedes the other. */
export function compareSemanticVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  // A version comes after its pre-releases.
  if (a.preRelease.length === 0 || b.preRelease.length === 0) return Math.sign(b.preRelease.length - a.preRelease.length);
  for (const [i, part] of a.preRelease.entries()) {
    const other = b.preRelease[i];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return a.preRelease.length - b.preRelease.length;
}

/** Numbers come before words. */
function compareParts(a: string, b: string): number {
  const [isNumber, otherIsNumber] = [a, b].map((part) => /^\d+$/.test(part));
  if (isNumber && otherIsNumber) return BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0;
  if (isNumber !== otherIsNumber) return isNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
