import { duplicate, forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, key, type FieldPath } from '../../../model/field-path.ts';
import type { LimitRange, LimitRangeItem } from '../../../model/kinds/core-v1.ts';
import { asJson, each, invalidBecause } from '../../shared/checks.ts';
import { isDns1123Subdomain, isQualifiedName } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { validateContainerResourceName } from '../../shared/pod-spec/resources.ts';
import { compareQuantities, milliValue, wholeValue } from '../../shared/quantities.ts';
import { isOvercommitAllowed } from '../../shared/resource-names.ts';
import { validateResourceName } from '../../shared/resource-quantity.ts';

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];
const DEFAULTS = ['default', 'defaultRequest'] as const;

/** One resource's amounts in an item. */
interface Amounts {
  readonly min?: string;
  readonly max?: string;
  readonly limit?: string;
  readonly request?: string;
  readonly ratio?: string;
}

export function validateLimitRange({ metadata, spec }: LimitRange): FieldError[] {
  const types = new Set<string>();
  return [
    ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...each(spec?.limits, fieldPath('spec', 'limits'), (item, at) => {
      const { type = '' } = item;
      const isRepeated = types.has(type);
      types.add(type);
      return [
        ...validateType(type, child(at, 'type')),
        ...(isRepeated ? [duplicate(child(at, 'type'), asJson(type))] : []),
        ...validateItem(item, at),
      ];
    }),
  ];
}

function validateType(type: string, at: FieldPath): FieldError[] {
  const errors = invalidBecause(isQualifiedName(type), at, asJson(type));
  if (errors.length > 0 || type.includes('/') || TYPES.includes(type)) return errors;
  return [invalid(at, asJson(type), 'must be a standard limit type or fully qualified')];
}

function validateItem(item: LimitRangeItem, at: FieldPath): FieldError[] {
  const isPod = item.type === 'Pod';
  const names = new Set(
    [item.max, item.min, ...(isPod ? [] : [item.default, item.defaultRequest]), item.maxLimitRequestRatio].flatMap((list) =>
      Object.keys(list ?? {}),
    ),
  );
  const needsStorage = item.type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined;
  return [
    ...validateNames(item, 'max', at),
    ...validateNames(item, 'min', at),
    ...DEFAULTS.flatMap((name) => {
      if (!isPod) return validateNames(item, name, at);
      const isEmpty = Object.keys(item[name] ?? {}).length === 0;
      return isEmpty ? [] : [forbidden(child(at, name), "may not be specified when `type` is 'Pod'")];
    }),
    ...(needsStorage
      ? [required(child(at, 'limits'), 'either minimum or maximum storage value is required, but neither was provided')]
      : []),
    ...validateNames(item, 'maxLimitRequestRatio', at),
    ...[...names].flatMap((name) => validateAmounts(name, amountsOf(item, name, isPod), at)),
  ];
}

function validateNames(
  item: LimitRangeItem,
  list: 'max' | 'min' | 'maxLimitRequestRatio' | (typeof DEFAULTS)[number],
  at: FieldPath,
): FieldError[] {
  const validate = item.type === 'Pod' || item.type === 'Container' ? validateContainerResourceName : validateResourceName;
  return Object.keys(item[list] ?? {}).flatMap((name) => validate(name, key(child(at, list), name)));
}

const amountsOf = (item: LimitRangeItem, name: string, isPod: boolean): Amounts => ({
  min: item.min?.[name],
  max: item.max?.[name],
  limit: isPod ? undefined : item.default?.[name],
  request: isPod ? undefined : item.defaultRequest?.[name],
  ratio: item.maxLimitRequestRatio?.[name],
});

function validateAmounts(name: string, amounts: Amounts, at: FieldPath): FieldError[] {
  const { min, max, limit, request } = amounts;
  const place = (list: string): FieldPath => key(child(at, list), name);
  const isAbove = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && compareQuantities(a, b) > 0;
  const errors: FieldError[] = [];
  const refuse = (list: string, value: string | undefined, detail: string): void => void errors.push(invalid(place(list), value, detail));
  if (isAbove(min, max)) refuse('min', min, `min value ${min} is greater than max value ${max}`);
  if (isAbove(min, request)) refuse('defaultRequest', request, `min value ${min} is greater than default request value ${request}`);
  if (isAbove(request, max)) refuse('defaultRequest', request, `default request value ${request} is greater than max value ${max}`);
  if (isAbove(request, limit))
    refuse('defaultRequest', request, `default request value ${request} is greater than default limit value ${limit}`);
  if (isAbove(min, limit)) refuse('default', min, `min value ${min} is greater than default value ${limit}`);
  if (isAbove(limit, max)) refuse('default', max, `default value ${limit} is greater than max value ${max}`);
  errors.push(...validateRatio(amounts, place('maxLimitRequestRatio')));
  if (!isOvercommitAllowed(name) && limit !== undefined && request !== undefined && compareQuantities(limit, request) !== 0) {
    refuse('defaultRequest', request, `default value ${limit} must equal to defaultRequest value ${request} in ${name}`);
  }
  return errors;
}

/** Amounts beyond this are compared in whole units instead of thousandths. */
const MAX_MILLI_VALUE = (2n ** 63n - 1n) / 1000n;

function validateRatio({ min, max, ratio }: Amounts, at: FieldPath): FieldError[] {
  if (ratio === undefined) return [];
  const errors = compareQuantities(ratio, '1') < 0 ? [invalid(at, ratio, `ratio ${ratio} is less than 1`)] : [];
  if (min === undefined || max === undefined) return errors;
  const isFine = [ratio, min, max].every((amount) => wholeValue(amount) < MAX_MILLI_VALUE);
  const valueOf = isFine ? milliValue : wholeValue;
  const most = Number(valueOf(max)) / Number(valueOf(min));
  if (Number(valueOf(ratio)) / (isFine ? 1000 : 1) <= most || Number.isNaN(most)) return errors;
  return [...errors, invalid(at, ratio, `ratio ${ratio} is greater than max/min = ${most.toFixed(6)}`)];
}
