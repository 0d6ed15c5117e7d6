import { forbidden, invalid, required, tooLong, tooLongCharacters, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import { goJson } from '../../model/go-text.ts';
import { isObject } from '../../model/json.ts';
import type { DeviceConfiguration, DeviceSelector, OpaqueDeviceConfiguration } from '../../model/kinds/resource-v1.ts';
import { compileDeviceSelector, DEVICE_SELECTOR_COST_LIMIT } from '../../schema/cel/device-selector.ts';
import { isSince } from '../../schema/release.ts';
import { byteLength, characterCount } from '../shared/byte-length.ts';
import { invalidBecause } from '../shared/checks.ts';
import { declared } from '../shared/declarative.ts';
import { isLongNameCaseless } from '../shared/names.ts';
import { validateCsiDriverName } from '../shared/volume-sources.ts';
import type { RuleContext } from '../strategy.ts';
import type { ListSize } from './lists.ts';

const MAX_DRIVER = 63;
const MAX_PARAMETERS_BYTES = 10 * 1024;
const MAX_EXPRESSION_BYTES = 10 * 1024;

/** How many selectors a class or a request may have. */
export const SELECTORS: ListSize = { max: 32, declared: true };

/** Where a part of a claim or class is validated. What is stored already was found to be good, whatever is asked of new ones. */
export interface DeviceContext extends RuleContext {
  readonly isStored: boolean;
}

/** A CEL expression about a device: every expression of a claim or class passes here. */
export function validateSelector({ cel }: DeviceSelector, at: FieldPath, { isStored, release, gate }: DeviceContext): FieldError[] {
  if (!cel) return [required(child(at, 'cel'))];
  if (isStored) return [];
  const { expression = '' } = cel;
  const there = child(at, 'cel', 'expression');
  if (byteLength(expression) > MAX_EXPRESSION_BYTES) return [tooLong(there, MAX_EXPRESSION_BYTES)];
  const selector = compileDeviceSelector(expression, { release, mode: 'new', hasSharedDevices: gate('DRAConsumableCapacity') });
  if (selector.error !== undefined) return [invalid(there, expression, selector.error)];
  return selector.maxCost > DEVICE_SELECTOR_COST_LIMIT ? [forbidden(there, 'too complex, exceeds cost limit')] : [];
}

export const validateDeviceConfiguration = ({ opaque }: DeviceConfiguration, at: FieldPath, context: DeviceContext): FieldError[] =>
  opaque ? validateOpaque(opaque, child(at, 'opaque'), context) : [required(child(at, 'opaque'))];

const validateOpaque = ({ driver = '', parameters }: OpaqueDeviceConfiguration, at: FieldPath, context: DeviceContext): FieldError[] => [
  ...validateDriver(driver, child(at, 'driver'), context),
  ...validateParameters(parameters, child(at, 'parameters'), context),
];

/** The name of a driver, since 1.37 in the words of declarative validation. */
function validateDriver(driver: string, at: FieldPath, context: RuleContext): FieldError[] {
  if (!isSince(context.release, '1.37')) return validateCsiDriverName(driver, at, context);
  if (driver === '') return declared([required(at)]);
  return declared([
    ...invalidBecause(isLongNameCaseless(driver), at, driver),
    ...(characterCount(driver) > MAX_DRIVER ? [tooLongCharacters(at, MAX_DRIVER)] : []),
  ]);
}

/** A JSON object that only the driver understands. */
function validateParameters(parameters: unknown, at: FieldPath, { isStored }: DeviceContext): FieldError[] {
  if (parameters === undefined || parameters === null) return [required(at)];
  if (!isStored && byteLength(goJson(parameters)) > MAX_PARAMETERS_BYTES) return [tooLong(at, MAX_PARAMETERS_BYTES)];
  return isObject(parameters) ? [] : [invalid(at, '<value omitted>', 'must be a valid JSON object')];
}
