import { fn, overload, type Library } from '../declarations.ts';
import { OPTIONAL_MACROS } from '../macros.ts';
import { opaqueType, paramType } from '../types.ts';
import {
  celError, elementsOf, isDuration, isList, isMap, isOptional, isTimestamp, isUint, listOf, NO_SUCH_OVERLOAD, NONE, some, type Value,
} from '../value.ts'; // prettier-ignore
import { valueText } from './standard.ts';

const DEREFERENCE = celError('optional.none() dereference');

/** Whether a value is the zero of its type: what `optional.ofNonZeroValue` leaves out. */
function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === '') return true;
  if (value instanceof Uint8Array) return value.length === 0;
  if (isUint(value)) return value.value === 0n;
  if (isList(value)) return value.length === 0;
  if (isMap(value)) return value.size === 0;
  if (isDuration(value)) return value.nanos === 0n;
  return isTimestamp(value) && value.seconds === -62_135_596_800n && value.nanos === 0;
}

function unwrap(list: Value): Value {
  if (!isList(list)) return NO_SUCH_OVERLOAD;
  const found: Value[] = [];
  for (const item of elementsOf(list)) {
    if (!isOptional(item)) return celError(`value ${valueText(item)} is not optional`);
    if (item.value !== undefined) found.push(item.value);
  }
  return listOf(found);
}

/** Optional types in the version that Kubernetes has: the newest. `or` and `orValue` are evaluated in the plan, since they do not need their argument always. */
export const OPTIONAL: Library = {
  functions: [
    fn('optional.of', overload('optional_of(V) -> optional(V)', (value = null) => some(value))),
    fn('optional.ofNonZeroValue', overload('optional_ofNonZeroValue(V) -> optional(V)', (value = null) => (isZero(value) ? NONE : some(value)))),
    fn('optional.none', overload('optional_none() -> optional(V)', () => NONE)),
    fn('value', overload('optional_value: optional(V).() -> V', (of = null) => (!isOptional(of) ? NO_SUCH_OVERLOAD : of.value === undefined ? DEREFERENCE : of.value))),
    fn('hasValue', overload('optional_hasValue: optional(V).() -> bool', (of = null) => (isOptional(of) ? of.value !== undefined : NO_SUCH_OVERLOAD))),
    fn('or', overload('optional_or_optional: optional(V).(optional(V)) -> optional(V)')),
    fn('orValue', overload('optional_orValue_value: optional(V).(V) -> V')),
    fn('_?._', overload('select_optional_field(dyn, string) -> optional(V)')),
    fn(
      '_[?_]',
      overload('list_optindex_optional_int(list(V), int) -> optional(V)'),
      overload('optional_list_optindex_optional_int(optional(list(V)), int) -> optional(V)'),
      overload('map_optindex_optional_value(map(K, V), K) -> optional(V)'),
      overload('optional_map_optindex_optional_value(optional(map(K, V)), K) -> optional(V)'),
    ),
    fn(
      '_[_]',
      overload('optional_list_index_int(optional(list(V)), int) -> optional(V)'),
      overload('optional_map_index_value(optional(map(K, V)), K) -> optional(V)'),
    ),
    fn('last', overload('list_last: list(V).() -> optional(V)', (list = null) => edge(list, (length) => length - 1))),
    fn('first', overload('list_first: list(V).() -> optional(V)', (list = null) => edge(list, () => 0))),
    fn('optional.unwrap', overload('optional_unwrap(list(optional(V))) -> list(V)', (list = null) => unwrap(list))),
    fn('unwrapOpt', overload('optional_unwrapOpt: list(optional(V)).() -> list(V)', (list = null) => unwrap(list))),
  ],
  macros: OPTIONAL_MACROS,
  types: [opaqueType('optional_type', paramType('V'))],
}; // prettier-ignore

function edge(list: Value, at: (length: number) => number): Value {
  if (!isList(list)) return NO_SUCH_OVERLOAD;
  return list.length === 0 ? NONE : some(list.at(at(list.length)));
}
