import { add, compare } from '../arithmetic.ts';
import { fn, overload, singleton, type FunctionDeclaration, type Implementation, type Library } from '../declarations.ts';
import { isEqual } from '../equality.ts';
import { SORT_MACROS } from '../macros.ts';
import { celError, duration, elementsOf, isError, isList, listOf, NO_SUCH_OVERLOAD, typeNameOf, uint, type Value } from '../value.ts';
import { CostLimitExceeded } from '../work-limit.ts';
import { contains, forOperands } from './standard.ts';

const ofList =
  (run: (items: Value[], ...args: readonly Value[]) => Value): Implementation =>
  (list = null, ...args) =>
    isList(list) ? run(elementsOf(list), ...args) : NO_SUCH_OVERLOAD;

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'] as const;
const ZEROS: readonly (readonly [name: string, zero: Value])[] = [['int', 0n], ['uint', uint(0n)], ['double', 0], ['duration', duration(0n)]]; // prettier-ignore

const isSorted = ofList((items) => {
  for (const [i, item] of items.entries()) {
    const previous = items[i - 1];
    if (previous !== undefined && compare(previous, item) === 1) return false;
  }
  return true;
});

const sum = (zero: Value): Implementation =>
  ofList((items) => {
    let total = zero;
    for (const item of items) {
      total = add(total, item);
      if (isError(total)) return total;
    }
    return total;
  });

const extreme = (name: 'min' | 'max', replaces: number): Implementation =>
  ofList(([first, ...items]) => {
    if (first === undefined) return celError(`${name} called on empty list`);
    return items.reduce((best, item) => (compare(best, item) === replaces ? item : best), first);
  });

const indexOf = ofList((items, wanted = null) => BigInt(items.findIndex((item) => isEqual(item, wanted))));
const lastIndexOf = ofList((items, wanted = null) => BigInt(items.findLastIndex((item) => isEqual(item, wanted))));
const includes: Implementation = (target = null, wanted = null) =>
  isList(target) ? elementsOf(target).some((item) => isEqual(item, wanted)) : isEqual(target, wanted);

/** Kubernetes' own functions of lists. */
export const KUBERNETES_LISTS: Library = {
  functions: [
    fn('isSorted', ...COMPARABLE.map((type) => overload(`list_${type}_is_sorted_bool: list(${type}).() -> bool`, isSorted))),
    fn('sum', ...ZEROS.map(([type, zero]) => overload(`list_${type}_sum_${type}: list(${type}).() -> ${type}`, sum(zero)))),
    fn('max', ...COMPARABLE.map((type) => overload(`list_${type}_max_${type}: list(${type}).() -> ${type}`, extreme('max', -1)))),
    fn('min', ...COMPARABLE.map((type) => overload(`list_${type}_min_${type}: list(${type}).() -> ${type}`, extreme('min', 1)))),
    fn('indexOf', overload('list_a_index_of_int: list(A).(A) -> int', indexOf)),
    fn('lastIndexOf', overload('list_a_last_index_of_int: list(A).(A) -> int', lastIndexOf)),
  ],
};

/** `includes`, new in 1.37. */
export const INCLUDES: Library = { functions: [fn('includes', overload('list_includes_dyn_dyn: dyn.(dyn) -> bool', includes))] };

const MAX_RANGE = 1_000_000n;

const slice = ofList((items, start, end) => {
  if (typeof start !== 'bigint' || typeof end !== 'bigint') return NO_SUCH_OVERLOAD;
  const failed = (reason: string): Value => celError(`cannot slice(${start}, ${end}), ${reason}`);
  if (start < 0n || end < 0n) return failed('negative indexes not supported');
  if (start > end) return failed('start index must be less than or equal to end index');
  return end > items.length ? failed(`list is length ${items.length}`) : listOf(items.slice(Number(start), Number(end)));
});

const flattened = (items: readonly Value[], depth: number): Value[] =>
  items.flatMap((item) => (isList(item) && depth > 0 ? flattened(elementsOf(item), depth - 1) : [item]));
const flatten: Implementation = (list = null, depth) => {
  const level = depth ?? 1n;
  if (!isList(list) || typeof level !== 'bigint')
    return celError(`no such overload: ${typeText(list)}.flatten(${depth === undefined ? '' : typeText(depth)})`);
  return level < 0n ? celError('level must be non-negative') : listOf(flattened(elementsOf(list), Number(level)));
};
const typeText = (value: Value): string => {
  const name = typeNameOf(value);
  return name === 'map' ? 'map(dyn, dyn)' : name === 'list' || name === 'optional_type' ? `${name}(dyn)` : name;
};

const rangeOf = (size: bigint): Value => ({ kind: 'list', length: Number(size), at: (index) => BigInt(index) });
const range: Implementation = (size) => {
  if (typeof size !== 'bigint') return NO_SUCH_OVERLOAD;
  if (size < 0n) return celError(`lists.range: size must be non-negative, got ${size}`);
  if (size > MAX_RANGE) return celError(`lists.range: size ${size} exceeds maximum allowed (${MAX_RANGE})`);
  return rangeOf(size);
};
/** Before 1.37 a range may be of any size: one that is not made here costs more than one evaluation may. */
const unlimitedRange: Implementation = (size) => {
  if (typeof size !== 'bigint') return NO_SUCH_OVERLOAD;
  if (size > MAX_RANGE) throw new CostLimitExceeded();
  return rangeOf(size < 0n ? 0n : size);
};

function sortBy(items: readonly Value[], keys: readonly Value[]): Value {
  if (items.length !== keys.length) {
    const counts = `${items.length} and ${keys.length}`;
    return celError(
      `@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got ${counts} elements respectively`,
    );
  }
  const [first] = keys;
  if (first === undefined) return listOf([]);
  if (isError(asValue(compare(first, first))) && !Number.isNaN(first)) return celError('list elements must be comparable');
  if (keys.some((key) => typeNameOf(key) !== typeNameOf(first))) return celError('list elements must have the same type');
  const pairs = items.map((item, i) => ({ item, key: keys[i] ?? null }));
  pairs.sort((a, b) => {
    const order = compare(a.key, b.key);
    return typeof order === 'number' ? order : 0;
  });
  return listOf(pairs.map(({ item }) => item));
}
const asValue = (order: ReturnType<typeof compare>): Value => order;

/** Quadratic, as upstream's; costs grow alike. */
const distinct = ofList((items) => {
  const unique: Value[] = [];
  for (const item of items) if (!unique.some((other) => isEqual(item, other))) unique.push(item);
  return listOf(unique);
});

const templated = (name: string, run: Implementation, signature: (type: string) => string): FunctionDeclaration =>
  forOperands(singleton(name, run, ...COMPARABLE.map(signature)), ['list']);
const runtimeName = (type: string): string =>
  type === 'duration' ? 'google.protobuf.Duration' : type === 'timestamp' ? 'google.protobuf.Timestamp' : type;

/** cel-go's extension for lists in its version 3, new in 1.34. */
const listsWith = (makeRange: Implementation): Library => ({
  functions: [
    fn('slice', overload('list_slice: list(T).(int, int) -> list(T)', slice)),
    singleton('flatten', flatten, 'list_flatten: list(list(T)).() -> list(T)', 'list_flatten_int: list(dyn).(int) -> list(dyn)'),
    templated('sort', ofList((items) => sortBy(items, items)), (type) => `list_${runtimeName(type)}_sort: list(${type}).() -> list(${type})`),
    templated(
      '@sortByAssociatedKeys',
      ofList((items, keys = null) => (isList(keys) ? sortBy(items, elementsOf(keys)) : NO_SUCH_OVERLOAD)),
      (type) => `list_${runtimeName(type)}_sortByAssociatedKeys: list(T).(list(${type})) -> list(T)`,
    ),
    fn('lists.range', overload('lists_range(int) -> list(int)', makeRange)),
    fn('reverse', overload('list_reverse: list(T).() -> list(T)', ofList((items) => listOf(items.reverse())))),
    fn('distinct', overload('list_distinct: list(T).() -> list(T)', distinct)),
  ],
  macros: SORT_MACROS,
}); // prettier-ignore
export const LISTS = listsWith(range);
/** The same as servers before 1.37 have it. */
export const EARLIER_LISTS = listsWith(unlimitedRange);

const holdsAll = (list: Value, others: Value): Value => {
  if (!isList(list) || !isList(others)) return NO_SUCH_OVERLOAD;
  for (const other of elementsOf(others)) {
    const held = contains(other, list);
    if (held !== true) return held;
  }
  return true;
};

/** cel-go's extension for lists as sets. */
export const SETS: Library = {
  functions: [
    fn(
      'sets.contains',
      overload('list_sets_contains_list(list(T), list(T)) -> bool', (a = null, b = null) => holdsAll(a, b)),
    ),
    fn(
      'sets.equivalent',
      overload('list_sets_equivalent_list(list(T), list(T)) -> bool', (a = null, b = null) => {
        const held = holdsAll(a, b);
        return held === true ? holdsAll(b, a) : held;
      }),
    ),
    fn(
      'sets.intersects',
      overload('list_sets_intersects_list(list(T), list(T)) -> bool', (a = null, b = null) =>
        isList(a) && isList(b) ? elementsOf(a).some((item) => contains(item, b) === true) : NO_SUCH_OVERLOAD,
      ),
    ),
  ],
};
