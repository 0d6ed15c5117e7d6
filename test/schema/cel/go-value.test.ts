import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../../src/model/json.ts';
import { goObject } from '../../../src/schema/cel/go-value.ts';
import { jsonValue } from '../../../src/schema/cel/json-value.ts';
import { isList, isMap, type Value } from '../../../src/schema/cel/value.ts';
import { decodeStructValue } from '../../../src/schema/decode.ts';
import { encode } from '../../../src/schema/encode.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import { chance, randomValue } from '../../support/random-object.ts';

describe('goObject', () => {
  const registry = loadSchemas('1.37');

  it('shows what the server would print of an object, in the same order', () => {
    const resources = registry.resources();
    fc.assert(
      fc.property(fc.integer(), fc.nat(resources.length - 1), fc.boolean(), (seed, at, isTyped) => {
        const type = resources[at]?.type ?? '';
        const given = randomValue(registry, { kind: 'struct', name: type }, chance(seed), 0) as Json;
        const { object = {} } = decodeStructValue(registry, type, given);
        assert.deepEqual(shown(goObject(registry, type, object, isTyped)), shown(jsonValue(encode(registry, type, object), isTyped)));
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('knows no members but its fields, and no keys but texts', () => {
    const pod = goObject(registry, 'k8s.io/api/core/v1.Pod', { metadata: { name: 'a', labels: {} }, other: 1 }, true);
    assert.deepEqual(pod.keys(), ['metadata', 'spec', 'status']);
    assert.equal(pod.find('other'), undefined);
    assert.equal(pod.find('constructor'), undefined);
    assert.deepEqual(pod.find(1n), { kind: 'error', message: 'unsupported map key type: types.Int' });
    const metadata = pod.find('metadata') ?? null;
    assert.deepEqual(isMap(metadata) && metadata.keys(), ['name']);
  });
});

/** A value with all its members, which are asked for twice. */
function shown(value: Value): unknown {
  if (isList(value)) return { isTyped: value.isTyped, items: Array.from({ length: value.length }, (_, i) => shown(value.at(i))) };
  if (!isMap(value)) return value;
  const members = value.keys().map((key) => [key, shown(value.find(key) ?? null), value.find(key) === value.find(key)]);
  return { size: value.size, isTyped: value.raw !== undefined, members };
}
