import { fn, overload, type Implementation, type Library } from '../declarations.ts';
import { celError, isOpaque, NO_SUCH_OVERLOAD, type OpaqueValue, type Value } from '../value.ts';

/** A version by semantic versioning 2.0; build data plays no role in comparisons. */
interface Version {
  readonly numbers: readonly [major: bigint, minor: bigint, patch: bigint];
  readonly prerelease: readonly (string | bigint)[];
}

const TYPE_NAME = 'kubernetes.Semver';
const MAX_UINT = 2n ** 64n - 1n;
const NAMES = ['Major', 'Minor', 'Patch'] as const;

/** Reads a version strictly; a text is why it is none. */
function parse(text: string): Version | string {
  if (text === '') return 'Version string empty';
  const parts = splitAtMost(text, '.', 3);
  if (parts.length !== 3) return 'No Major.Minor.Patch elements found';
  const [major = '', minor = '', rest = ''] = parts;
  const plus = rest.indexOf('+');
  const withoutBuild = plus < 0 ? rest : rest.slice(0, plus);
  const dash = withoutBuild.indexOf('-');
  const patch = dash < 0 ? withoutBuild : withoutBuild.slice(0, dash);
  const numbers: bigint[] = [];
  for (const [i, part] of [major, minor, patch].entries()) {
    const complaint = numberComplaint(NAMES[i] ?? 'Major', part);
    if (complaint !== undefined) return complaint;
    numbers.push(BigInt(part));
  }
  const prerelease: (string | bigint)[] = [];
  for (const part of dash < 0 ? [] : withoutBuild.slice(dash + 1).split('.')) {
    if (part === '') return 'Prerelease is empty';
    if (/^\d+$/.test(part)) {
      if (part.length > 1 && part.startsWith('0'))
        return `Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(part)}`;
      if (BigInt(part) > MAX_UINT) return `strconv.ParseUint: parsing ${JSON.stringify(part)}: value out of range`;
      prerelease.push(BigInt(part));
    } else if (/^[0-9A-Za-z-]+$/.test(part)) prerelease.push(part);
    else return `Invalid character(s) found in prerelease ${JSON.stringify(part)}`;
  }
  for (const part of plus < 0 ? [] : rest.slice(plus + 1).split('.')) {
    if (part === '') return 'Build meta data is empty';
    if (!/^[0-9A-Za-z-]+$/.test(part)) return `Invalid character(s) found in build meta data ${JSON.stringify(part)}`;
  }
  const [first = 0n, second = 0n, third = 0n] = numbers;
  return { numbers: [first, second, third], prerelease };
}

function numberComplaint(name: string, part: string): string | undefined {
  if (!/^\d*$/.test(part)) return `Invalid character(s) found in ${name.toLowerCase()} number ${JSON.stringify(part)}`;
  if (part.length > 1 && part.startsWith('0')) return `${name} number must not contain leading zeroes ${JSON.stringify(part)}`;
  if (part === '') return 'strconv.ParseUint: parsing "": invalid syntax';
  return part.length > 20 || BigInt(part) > MAX_UINT ? `strconv.ParseUint: parsing ${JSON.stringify(part)}: value out of range` : undefined;
}

/** Pieces between separators, the last one unsplit. */
function splitAtMost(text: string, separator: string, limit: number): string[] {
  const pieces = text.split(separator);
  return pieces.length <= limit ? pieces : [...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)];
}

/** The same after `v`, leading zeros and missing parts are put right. */
function parseLoosely(text: string): Version | string {
  const parts = splitAtMost(text.replace(/^v/, ''), '.', 3).map((part) => {
    if (part.length <= 1) return part;
    const cut = part.replace(/^0+/, '');
    return /^\d/.test(cut) ? cut : `0${cut}`;
  });
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return 'short version cannot contain PreRelease/Build meta data';
  while (parts.length < 3) parts.push('0');
  return parse(parts.join('.'));
}

function compareVersions(a: Version, b: Version): number {
  for (const [i, number] of a.numbers.entries()) {
    const other = b.numbers[i] ?? 0n;
    if (number !== other) return number < other ? -1 : 1;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return Math.sign(b.prerelease.length - a.prerelease.length);
  for (const [i, part] of a.prerelease.entries()) {
    const other = b.prerelease[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    if (typeof part !== typeof other) return typeof part === 'bigint' ? -1 : 1;
    return part < other ? -1 : 1;
  }
  return a.prerelease.length < b.prerelease.length ? -1 : 0;
}

const isVersion = (value: unknown): value is Version => typeof value === 'object' && value !== null && 'prerelease' in value;
const versionValue = (version: Version): OpaqueValue => ({
  kind: 'opaque',
  type: TYPE_NAME,
  value: version,
  equals: ({ value }) => isVersion(value) && compareVersions(version, value) === 0,
});
const versionOf = (value: Value): Version | undefined => (isOpaque(value) && isVersion(value.value) ? value.value : undefined);

const read = (text: Value = null, loosely: Value = false): Version | string | undefined =>
  typeof text !== 'string' || typeof loosely !== 'boolean' ? undefined : loosely ? parseLoosely(text) : parse(text);
const toVersion: Implementation = (text, loosely) => {
  const version = read(text, loosely);
  return version === undefined ? NO_SUCH_OVERLOAD : typeof version === 'string' ? celError(version) : versionValue(version);
};
/** A version as expressions have it; an error for text that is none. */
export const semverValue = (text: string): Value => toVersion(text);
const isSemver: Implementation = (text, loosely) => {
  const version = read(text, loosely);
  return version === undefined ? NO_SUCH_OVERLOAD : typeof version !== 'string';
};
const compared =
  (run: (order: number) => Value): Implementation =>
  (a = null, b = null) => {
    const [left, right] = [versionOf(a), versionOf(b)];
    return left && right ? run(compareVersions(left, right)) : NO_SUCH_OVERLOAD;
  };
const numberAt =
  (i: 0 | 1 | 2): Implementation =>
  (value = null) =>
    versionOf(value)?.numbers[i] ?? NO_SUCH_OVERLOAD;

/** Semantic versions, since 1.33. */
export const SEMVERS: Library = {
  functions: [
    fn('semver', overload('string_to_semver(string) -> Semver', toVersion), overload('string_bool_to_semver(string, bool) -> Semver', toVersion)),
    fn('isSemver', overload('is_semver_string(string) -> bool', isSemver), overload('is_semver_string_bool(string, bool) -> bool', isSemver)),
    fn('isGreaterThan', overload('semver_is_greater_than: Semver.(Semver) -> bool', compared((order) => order > 0))),
    fn('isLessThan', overload('semver_is_less_than: Semver.(Semver) -> bool', compared((order) => order < 0))),
    fn('compareTo', overload('semver_compare_to: Semver.(Semver) -> int', compared((order) => BigInt(order)))),
    fn('major', overload('semver_major: Semver.() -> int', numberAt(0))),
    fn('minor', overload('semver_minor: Semver.() -> int', numberAt(1))),
    fn('patch', overload('semver_patch: Semver.() -> int', numberAt(2))),
  ],
}; // prettier-ignore
