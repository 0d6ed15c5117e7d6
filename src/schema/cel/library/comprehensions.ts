import { fn, overload, type Implementation, type Library } from '../declarations.ts';
import { TWO_VARIABLE_MACROS } from '../macros.ts';
import { celError, isMap, keyText, NO_SUCH_OVERLOAD, type MapValue, type Value } from '../value.ts';
import { valueText } from './standard.ts';

type Entries = Map<string, readonly [key: Value, value: Value]>;
/** Entries that a map shares with those made of it by insertion, and how many of them are its own. */
const growing = new WeakMap<MapValue, Entries>();

function insert(map: MapValue, added: readonly (readonly [key: Value, value: Value])[]): Value {
  let entries = growing.get(map);
  if (entries?.size !== map.size) {
    entries = new Map();
    for (const key of map.keys()) entries.set(keyText(key) ?? '', [key, map.find(key) ?? null]);
  }
  for (const [key, value] of added) {
    const text = keyText(key);
    if (text === undefined) return NO_SUCH_OVERLOAD;
    if (entries.has(text)) return celError(`insert failed: key ${valueText(key)} already exists`);
    entries.set(text, [key, value]);
  }
  const held = entries;
  const { size } = held;
  const result: MapValue = {
    kind: 'map',
    size,
    find: (key) => {
      const text = keyText(key);
      return text === undefined ? undefined : held.get(text)?.[1];
    },
    keys: () => [...held.values()].slice(0, size).map(([key]) => key),
  };
  growing.set(result, held);
  return result;
}

const insertMap: Implementation = (map = null, other = null) => {
  if (!isMap(map) || !isMap(other)) return NO_SUCH_OVERLOAD;
  return insert(map, other.keys().map((key) => [key, other.find(key) ?? null] as const)); // prettier-ignore
};

/** Macros over two variables, new in 1.32, and what they build maps with. */
export const TWO_VARIABLES: Library = {
  functions: [
    fn(
      'cel.@mapInsert',
      overload('@mapInsert_map_key_value(map(K, V), K, V) -> map(K, V)', (map = null, key = null, value = null) =>
        isMap(map) ? insert(map, [[key, value]]) : NO_SUCH_OVERLOAD,
      ),
      overload('@mapInsert_map_map(map(K, V), map(K, V)) -> map(K, V)', insertMap),
    ),
  ],
  macros: TWO_VARIABLE_MACROS,
};
