import { invalid, notSupported, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { Toleration } from '../../../model/kinds/core-v1.ts';
import { asJson, each, oneOf } from '../checks.ts';
import { validateLabelName } from '../label-selector.ts';
import { isLabelValue } from '../names.ts';

/** In the order of messages. */
export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** `compares`: whether `Lt` and `Gt` are operators. */
export const validateTolerations = (tolerations: readonly Toleration[] | undefined, at: FieldPath, compares: boolean): FieldError[] =>
  each(tolerations, at, (toleration, path) => {
    const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
    return [
      ...(key === '' ? [] : validateLabelName(key, child(path, 'key'))),
      ...(key === '' && operator !== 'Exists'
        ? [
            invalid(
              child(path, 'operator'),
              asJson(operator),
              'operator must be Exists when `key` is empty, which means "match all values and all keys"',
            ),
          ]
        : []),
      ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
        ? [invalid(child(path, 'effect'), asJson(effect), "effect must be 'NoExecute' when `tolerationSeconds` is set")]
        : []),
      ...validateOperator(operator, toleration.value ?? '', path, compares),
      ...(effect === '' ? [] : oneOf(effect, TAINT_EFFECTS, child(path, 'effect'))),
    ];
  });

function validateOperator(operator: string, value: string, at: FieldPath, compares: boolean): FieldError[] {
  const path = child(at, 'operator');
  switch (operator) {
    case '':
    case 'Equal': {
      const messages = isLabelValue(value);
      return messages.length > 0 ? [invalid(path, value, messages.join(';'))] : [];
    }
    case 'Exists':
      return value === '' ? [] : [invalid(path, value, "value must be empty when `operator` is 'Exists'")];
    case 'Lt':
    case 'Gt':
      return compares ? validateNumber(value, child(at, 'value')) : [notSupported(path, asJson(operator), ['Equal', 'Exists', 'Lt', 'Gt'])];
    default:
      return [notSupported(path, asJson(operator), ['Equal', 'Exists'])];
  }
}

const MAX_INT64 = 2n ** 63n - 1n;

function validateNumber(value: string, at: FieldPath): FieldError[] {
  if (!/^(0|-?[1-9][0-9]*)$/.test(value)) return [invalid(at, value, 'must be a valid decimal integer in canonical form')];
  const number = BigInt(value.slice(0, 24));
  const inRange = number <= MAX_INT64 && number >= -MAX_INT64 - 1n;
  return inRange ? [] : [invalid(at, value, `strconv.ParseInt: parsing ${goQuote(value)}: value out of range`)];
}
