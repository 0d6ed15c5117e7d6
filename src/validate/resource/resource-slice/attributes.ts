import { invalid, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { DeviceAttribute } from '../../../model/kinds/resource-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { declared } from '../../shared/declarative.ts';
import { flag, number, pointer, shown, struct, text } from '../../shared/go-form.ts';
import type { RuleContext } from '../../strategy.ts';

const MAX_VALUE = 64;
const ONE_VALUE = 'exactly one value must be specified';
const VALUES = ['int', 'bool', 'string', 'version', 'ints', 'bools', 'strings', 'versions'];
const NUMBER = '(0|[1-9]\\d*)';
const PRE_RELEASE = '(0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)';
const BUILD = '[0-9a-zA-Z-]+';
/** As semver.org 2.0.0 has it. */
const SEMANTIC_VERSION = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(-${PRE_RELEASE}(\\.${PRE_RELEASE})*)?(\\+${BUILD}(\\.${BUILD})*)?$`,
);

const attributeForm = struct([
  ['IntValue', 'int', pointer(number)],
  ['BoolValue', 'bool', pointer(flag)],
  ['StringValue', 'string', pointer(text)],
  ['VersionValue', 'version', pointer(text)],
]);

/** A value of one type. Lists are dropped before: their gate is off. */
export function validateAttribute(attribute: DeviceAttribute, at: FieldPath, { release }: RuleContext): FieldError[] {
  const { string: value, version } = attribute;
  const set = (['int', 'bool', 'string', 'version'] as const).filter((name) => attribute[name] !== undefined);
  return [
    ...(value === undefined ? [] : validateLength(value, child(at, 'string'))),
    ...(version === undefined ? [] : validateVersion(version, child(at, 'version'))),
    ...(isSince(release, '1.37') ? declared(unionProblem(set, at)) : valueProblem(set, attribute, at)),
  ];
}

function valueProblem(set: readonly string[], attribute: DeviceAttribute, at: FieldPath): FieldError[] {
  if (set.length === 0) return [required(at, ONE_VALUE)];
  return set.length === 1 ? [] : [invalid(at, shown(attributeForm, attribute), ONE_VALUE)];
}

function unionProblem(set: readonly string[], at: FieldPath): FieldError[] {
  if (set.length === 1) return [];
  const values = VALUES.map((name) => `\`${name}\``).join(', ');
  return [
    set.length === 0
      ? invalid(at, '', `must specify one of: ${values}`)
      : invalid(at, `{${set.join(', ')}}`, `must specify exactly one of: ${values}`),
  ];
}

function validateVersion(version: string, at: FieldPath): FieldError[] {
  return [
    ...(SEMANTIC_VERSION.test(version) ? [] : [invalid(at, version, 'must be a string compatible with semver.org spec 2.0.0')]),
    ...validateLength(version, at),
  ];
}

const validateLength = (value: string, at: FieldPath): FieldError[] => (byteLength(value) > MAX_VALUE ? [tooLong(at, MAX_VALUE)] : []);
