import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pathText } from '../../../src/model/field-path.ts';
import { escapeName, unescapeName } from '../../../src/schema/cel/escape.ts';
import { ruleFieldPath } from '../../../src/schema/cel/rule-field-path.ts';
import type { SchemaProps } from '../../../src/schema/crd/schema-props.ts';

describe('names of properties in expressions', () => {
  it('are escaped', () => {
    assert.deepEqual(['plain', 'a-b', 'a.b/c', 'a__b', 'namespace', 'namespaces', '9a', '$a', ''].map(escapeName), [
      'plain', 'a__dash__b', 'a__dot__b__slash__c', 'a__underscores__b', '__namespace__', 'namespaces', undefined, undefined, undefined,
    ]); // prettier-ignore
  });
  it('can be read back', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'B', '_', '-', '.', '/', 'in', 'dash', '1'), maxLength: 8 });
    fc.assert(
      fc.property(name, (given) => {
        const escaped = escapeName(given);
        // an odd number of underscores before or after an escape cannot be told apart
        if (escaped !== undefined && !given.includes('_')) assert.equal(unescapeName(escaped), given);
      }),
      { seed: 7, numRuns: 500 },
    );
  });
});

describe('field paths of rules', () => {
  const schema: SchemaProps = {
    type: 'object',
    properties: {
      a: { type: 'object', properties: { 'b.c': { type: 'string' } } },
      map: { type: 'object', additionalProperties: { type: 'string' } },
    },
  };
  const table: readonly (readonly [path: string, found: string])[] = [
    ['.a', 'a'],
    [".a['b.c']", 'a.b.c'],
    [".map['x']", 'map[x]'],
    ['.map.y', 'map[y]'],
    ['.b', 'does not refer to a valid field'],
    ['.a.b.c', 'does not refer to a valid field'],
    ['a', 'expected [ or . but got: a'],
    ['.', 'unexpected end of JSON path'],
    ['.a[0]', 'expected single quoted string but got 0'],
  ];
  for (const [path, found] of table)
    it(`${path}: ${found}`, () => {
      const result = ruleFieldPath(path, schema);
      assert.equal('error' in result ? result.error : pathText(result.path), found);
    });
});
