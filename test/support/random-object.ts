import type { GoType, SchemaRegistry } from '../../src/schema/registry.ts';

/** Chooses; the same seed chooses the same. */
export type Chance = (below: number) => number;

export function chance(seed: number): Chance {
  let state = seed | 0;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
}

const pick = <T>(random: Chance, choices: readonly T[]): T | undefined => choices[random(choices.length)];

/** Values of every kind, for places that want another. */
const ODD: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1.5,
  true,
  'x',
  [],
  {},
  [1],
  { a: 1 },
  ['q', null],
  [null],
  4294967296,
  9223372036854775807n,
  1e21,
  '1Gi',
  'AA=',
];

/**
 * A value of `type` as a manifest might have it: some of the fields, down to some depth. One in `oddity` places holds something that does not belong
 * there, or an unknown field; 0 for none.
 */
export function randomValue(registry: SchemaRegistry, type: GoType, random: Chance, oddity: number, depth = 0): unknown {
  if (depth > 0 && oddity > 0 && random(oddity) === 0) return pick(random, ODD);
  const inner = (element: GoType): unknown => randomValue(registry, element, random, oddity, depth + 1);
  switch (type.kind) {
    case 'pointer':
      return random(20) === 0 ? null : randomValue(registry, type.element, random, oddity, Math.max(depth, 1));
    case 'string':
      return pick(random, ['a', 'b', '', 'TCP', 'x y', 'ü', 'a<b']);
    case 'bool':
      return random(2) === 0;
    case 'int32':
      return pick(random, [0, 1, -5, 80, 2147483647]);
    case 'int64':
      return pick(random, [0, 1, 80, 2147483648, 9007199254740993n]);
    case 'float64':
      return pick(random, [0, 1, 1.5, -2.25]);
    case 'bytes':
      return pick(random, ['', 'AAAA', 'AAA=', 'AB==', 'AA\n==', [1, 2]]);
    case 'quantity':
      return pick(random, ['1', '0', '1.5', '100m', '1Gi', '0.5Gi', '1e3', 5, ' 2 ', '1500M']);
    case 'time':
      return pick(random, ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.5+02:00']);
    case 'micro-time':
      return pick(random, ['2024-01-01T00:00:00.000001Z', '2024-01-01T00:00:00.123456+02:00']);
    case 'int-or-string':
      return pick(random, [0, 1, 80, 'http', '', '25%']);
    case 'raw':
    case 'fields':
    case 'json':
      return pick(random, [{ b: 1, a: [1, null] }, 'x', 1, true, {}, []]);
    case 'schema-or-bool':
      return random(2) === 0 ? random(2) === 0 : inner(schemaOf(type));
    case 'schema-or-array':
      return random(2) === 0 ? inner(schemaOf(type)) : [inner(schemaOf(type))];
    case 'schema-or-string-array':
      return random(2) === 0 ? ['a'] : inner(schemaOf(type));
    case 'slice':
      return Array.from({ length: depth > 7 ? 0 : random(3) }, () => inner(type.element));
    case 'map':
      return Object.fromEntries(
        Array.from({ length: depth > 7 ? 0 : random(3) }, () => [pick(random, ['a', 'b.c/d', 'Z', '0']), inner(type.element)]),
      );
    case 'struct':
      return randomStruct(registry, type.name, random, oddity, depth);
  }
}

function randomStruct(registry: SchemaRegistry, name: string, random: Chance, oddity: number, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  const rarity = depth < 3 ? 2 : depth < 6 ? 4 : 12;
  for (const [json, { field }] of registry.struct(name).byJson) {
    if (json === 'kind' || json === 'apiVersion' ? depth > 0 && random(rarity) === 0 : random(rarity) === 0) {
      out[json] = randomValue(registry, field.type, random, oddity, depth + 1);
    }
  }
  if (oddity > 0 && random(oddity) === 0) out['unknown'] = pick(random, ODD);
  return out;
}

const schemaOf = (type: GoType): GoType => ({ kind: 'struct', name: type.name.replace(/Or\w+$/, '') });
