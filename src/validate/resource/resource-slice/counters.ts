import { duplicate, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { Counter, CounterSet, DeviceCounterConsumption } from '../../../model/kinds/resource-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { each, invalidBecause } from '../../shared/checks.ts';
import { declared } from '../../shared/declarative.ts';
import { map, quantity, servedStruct, shown, text, type GoForm } from '../../shared/go-form.ts';
import { isDns1123Label, isShortName } from '../../shared/names.ts';
import type { RuleContext } from '../../strategy.ts';

const MAX_SETS = 8;
const MAX_CONSUMPTIONS = 2;
const MAX_COUNTERS = 32;

const counters = map(servedStruct([['value', quantity]], ['value']));
const setForm = servedStruct(
  [
    ['name', text],
    ['counters', counters],
  ],
  ['name', 'counters'],
);
const consumptionForm = servedStruct(
  [
    ['counterSet', text],
    ['counters', counters],
  ],
  ['counterSet', 'counters'],
);

/** A name that was there before: until 1.34 the error is about the field that has it. */
export const repeatedName = (at: FieldPath, field: string, name: string, { release }: RuleContext): FieldError =>
  duplicate(isSince(release, '1.35') ? at : child(at, field), name);

/** What devices of a pool share. */
export const validateSharedCounters = (sets: readonly CounterSet[] | undefined, at: FieldPath, context: RuleContext): FieldError[] =>
  validateNamedCounters(sets, { max: MAX_SETS, field: 'name', form: setForm, nameOf: ({ name }) => name ?? '' }, at, context);

/** What a device takes of it. */
export const validateConsumedCounters = (
  consumptions: readonly DeviceCounterConsumption[] | undefined,
  at: FieldPath,
  context: RuleContext,
): FieldError[] =>
  validateNamedCounters(
    consumptions,
    { max: MAX_CONSUMPTIONS, field: 'counterSet', form: consumptionForm, nameOf: ({ counterSet }) => counterSet ?? '' },
    at,
    context,
  );

interface Naming<T> {
  readonly max: number;
  readonly field: string;
  readonly form: GoForm;
  readonly nameOf: (item: T) => string;
}

/** Sets of counters, each with a name of its own: mostly rules that the type declares. */
function validateNamedCounters<T extends { readonly counters?: Readonly<Record<string, Counter>> }>(
  items: readonly T[] | undefined,
  { max, field, form, nameOf }: Naming<T>,
  at: FieldPath,
  context: RuleContext,
): FieldError[] {
  const names = (items ?? []).map(nameOf);
  if (names.length > max) return declared([tooMany(at, names.length, max)]);
  const isDeclarative = isSince(context.release, '1.37');
  const repeated = each(items, at, (item, path, i) => {
    if (names.indexOf(nameOf(item)) === i) return [];
    return isDeclarative ? declared([duplicate(path, shown(form, item))]) : [repeatedName(path, field, nameOf(item), context)];
  });
  const isName = isDeclarative ? isShortName : isDns1123Label;
  const problems = each(items, at, (item, path) => {
    const [name, own] = [nameOf(item), Object.keys(item.counters ?? {})];
    const [nameAt, countersAt] = [child(path, field), child(path, 'counters')];
    return [
      ...declared(name === '' ? [required(nameAt)] : invalidBecause(isName(name), nameAt, name)),
      ...declared(own.length === 0 ? [required(countersAt)] : []),
      ...(own.length > MAX_COUNTERS
        ? [tooMany(countersAt, own.length, MAX_COUNTERS)]
        : declared(own.flatMap((key) => invalidBecause(isName(key), countersAt, key)))),
    ];
  });
  return isDeclarative ? [...repeated, ...problems] : [...problems, ...repeated];
}
