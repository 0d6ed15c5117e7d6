import assert from 'node:assert/strict';
import { fieldErrorText } from '../../../src/model/field-error.ts';
import { fieldPath, root } from '../../../src/model/field-path.ts';
import { correlate } from '../../../src/schema/crd/correlation.ts';
import { compilePattern } from '../../../src/schema/crd/pattern.ts';
import type { SchemaProps } from '../../../src/schema/crd/schema-props.ts';
import { validateValue } from '../../../src/schema/crd/validate-value.ts';
import { floatText, kindOfValue, plainDecimal } from '../../../src/schema/crd/value.ts';
import type { Release } from '../../../src/schema/release.ts';

const texts = (value: unknown, schema: SchemaProps, release: Release = '1.37'): string[] =>
  validateValue(value, { type: 'object', properties: { x: schema } }, root, { release }).map(fieldErrorText);
const of = (value: unknown, schema: SchemaProps, release?: Release): string[] => texts({ x: value }, schema, release);

describe('validating values', () => {
  it('tells of alternatives the one that came farthest', () => {
    const anyOf = [{ required: ['a'] }, { required: ['b'], properties: { b: { maxLength: 1 } } }];
    const schema: SchemaProps = { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } }, anyOf };
    assert.deepEqual(of({ b: 'long' }, schema), [
      '<nil>: Invalid value: "": "x" must validate at least one schema (anyOf)',
      'x.b: Too long: may not be more than 1 byte',
    ]);
    assert.deepEqual(of({ b: 'l' }, schema), []);
  });

  it('tells the same message once', () => {
    const allOf = [{ minLength: 3 }, { minLength: 3 }];
    assert.deepEqual(of('ab', { type: 'string', allOf }), [
      'x: Invalid value: "ab": x in body should be at least 3 chars long',
      '<nil>: Invalid value: "": "x" must validate all the schemas (allOf). None validated',
    ]);
  });

  it('checks ranges of formats since 1.36', () => {
    const schema: SchemaProps = { type: 'integer', format: 'int32' };
    assert.deepEqual(of(2 ** 31, schema), ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in x']);
    assert.deepEqual(of(2 ** 31, schema, '1.35'), []);
  });

  it('starts paths of a default where the default stands', () => {
    const errors = validateValue([1], { type: 'array', items: { type: 'string' } }, fieldPath('a', 'default'), {
      release: '1.37',
      isDefault: true,
    });
    assert.deepEqual(errors.map(fieldErrorText), [
      'a.default.[0]: Invalid value: "integer": [0] in body must be of type string: "integer"',
    ]);
  });

  it('takes a number for an allowed one as Go converts it', () => {
    assert.deepEqual(of(1.5, { type: 'number', enum: [1] }), []);
    assert.deepEqual(of(65, { type: 'integer', enum: ['A'] }), []);
    assert.deepEqual(of('1', { type: 'string', enum: [1] }), ['x: Unsupported value: "1": supported values: "1"']);
  });

  it('matches patterns of RE2 in linear time', () => {
    const pattern = compilePattern('^(a+)+$');
    assert.ok(pattern.error === undefined && !pattern.test(`${'a'.repeat(100_000)}b`));
    assert.equal(compilePattern('(?=x)').error, 'error parsing regexp: invalid or unsupported Perl syntax: `(?=`');
    assert.equal(compilePattern('(').error, 'error parsing regexp: missing closing ): `(`');
  });
});

describe('ratcheting', () => {
  const long: SchemaProps = { type: 'string', maxLength: 2 };
  const item: SchemaProps = { type: 'object', properties: { name: { type: 'string' }, v: long } };
  const schema: SchemaProps = {
    type: 'object',
    properties: {
      a: long,
      keyed: { type: 'array', items: item, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
      plain: { type: 'array', items: item },
      free: { type: 'object', minProperties: 2, 'x-kubernetes-preserve-unknown-fields': true },
    },
  };
  const update = (before: object, after: object): string[] =>
    validateValue(after, schema, root, { release: '1.37' }, correlate(after, before, schema)).map(fieldErrorText);

  it('lets what has not changed be as it is', () => {
    const bad = { a: 'long', plain: [{ v: 'long' }] };
    assert.deepEqual(update(bad, bad), []);
    assert.deepEqual(update(bad, { ...bad, a: 'other' }), ['a: Too long: may not be more than 2 bytes']);
    assert.deepEqual(update({}, { a: 'long' }), ['a: Too long: may not be more than 2 bytes']);
  });

  it('matches items by their keys, others with their whole list', () => {
    const before = { keyed: [{ name: 'a', v: 'long' }, { name: 'b' }], plain: [{ v: 'long' }, {}] };
    assert.deepEqual(update(before, { keyed: [{ name: 'c' }, { name: 'a', v: 'long' }] }), []);
    assert.deepEqual(update(before, { keyed: [{ name: 'c', v: 'long' }] }), ['keyed[0].v: Too long: may not be more than 2 bytes']);
    assert.deepEqual(update(before, { plain: [{ v: 'long' }] }), ['plain[0].v: Too long: may not be more than 2 bytes']);
  });

  it('cannot tell that what has no schema is unchanged', () => {
    assert.deepEqual(update({ free: { k: 1 } }, { free: { k: 1 } }), [
      'free: Invalid value: 1: free in body should have at least 2 properties',
    ]);
  });
});

describe('numbers', () => {
  it('print as Go prints floats', () => {
    assert.deepEqual([0.25, 1e-5, 123456, 1e6, 1.5e21, -2.5e-7].map(floatText), [
      '0.25',
      '1e-05',
      '123456',
      '1e+06',
      '1.5e+21',
      '-2.5e-07',
    ]);
    assert.deepEqual([1e21, 1.5e-7, -1e22].map(plainDecimal), ['1000000000000000000000', '0.00000015', '-10000000000000000000000']);
  });

  it('are whole within 64 bits', () => {
    assert.deepEqual([1, 1.5, 2n ** 63n - 1n, 2n ** 63n, 1e30].map(kindOfValue), ['int', 'float', 'int', 'float', 'float']);
  });
});
