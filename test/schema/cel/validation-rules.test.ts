import assert from 'node:assert/strict';
import { fieldErrorText } from '../../../src/model/field-error.ts';
import { root } from '../../../src/model/field-path.ts';
import { validateRules, type RuleSubject } from '../../../src/schema/cel/validation-rules.ts';
import { correlate } from '../../../src/schema/crd/correlation.ts';
import type { Release } from '../../../src/schema/release.ts';
import type { SchemaProps } from '../../../src/schema/crd/schema-props.ts';

type Rules = NonNullable<SchemaProps['x-kubernetes-validations']>;
const ruled = (schema: SchemaProps, ...rules: Rules): SchemaProps => ({ ...schema, 'x-kubernetes-validations': rules });
const integer: SchemaProps = { type: 'integer' };
const text: SchemaProps = { type: 'string', maxLength: 50 };
const ofSpec = (spec: SchemaProps): SchemaProps => ({ type: 'object', properties: { spec } });
const object = (spec: object): object => ({ apiVersion: 'acme.example.org/v1', kind: 'Thing', metadata: { name: 'a' }, spec });

function ask(schema: SchemaProps, subject: RuleSubject): { readonly errors: string[]; readonly warnings: readonly string[] } {
  const { errors, warnings } = validateRules(subject, schema, root, '1.37');
  return { errors: errors.map(fieldErrorText), warnings };
}
const created = (schema: SchemaProps, spec: object): string[] => ask(ofSpec(schema), { value: object(spec) }).errors;
function updated(schema: SchemaProps, old: object, spec: object): { readonly errors: string[]; readonly warnings: readonly string[] } {
  const [value, before] = [object(spec), object(old)];
  return ask(ofSpec(schema), { value, old: before, correlation: correlate(value, before, ofSpec(schema)) });
}

describe('rules of custom resources', () => {
  it('say what they have to say', () => {
    const schema = ruled(
      { type: 'object', properties: { n: integer, name: text, list: { type: 'array', maxItems: 9, items: integer } } },
      { rule: 'self.n > 1' },
      { rule: 'self.n > 2', message: ' more ' },
      { rule: 'self.n > 3', messageExpression: "'not ' + self.name" },
      { rule: 'self.n > 4', message: 'fallen back', messageExpression: "self.name + '\\n' + self.name" },
      { rule: 'self.n > 5', message: 'required', reason: 'FieldValueRequired', fieldPath: '.list' },
      { rule: 'self.n > 6', reason: 'FieldValueDuplicate', fieldPath: '.name' },
      { rule: 'self.list[5] == self.n' },
    );
    assert.deepEqual(created(schema, { n: 1, name: 'x', list: [1] }), [
      'spec: Invalid value: failed rule: self.n > 1',
      'spec: Invalid value: more',
      'spec: Invalid value: not x',
      'spec: Invalid value: fallen back',
      'spec.list: Required value: required',
      'spec.name: Duplicate value',
      'spec: Invalid value: "object": index out of bounds: 5 evaluating rule: self.list[5] == self.n',
    ]);
  });

  it('name the type in place of the value before 1.35', () => {
    const schema = ruled(
      { type: 'object', properties: { n: ruled(integer, { rule: 'self > 1' }, { rule: 'self > 2', reason: 'FieldValueDuplicate' }) } },
      { rule: 'self.n > 3' },
    );
    const said = (release: Release): string[] =>
      validateRules({ value: object({ n: 1 }) }, ofSpec(schema), root, release).errors.map(fieldErrorText);
    assert.deepEqual(said('1.34'), [
      'spec: Invalid value: "object": failed rule: self.n > 3',
      'spec.n: Invalid value: "integer": failed rule: self > 1',
      'spec.n: Duplicate value: "integer"',
    ]);
    assert.deepEqual(said('1.35'), [
      'spec: Invalid value: failed rule: self.n > 3',
      'spec.n: Invalid value: 1: failed rule: self > 1',
      'spec.n: Duplicate value: 1',
    ]);
  });

  it('see values by their types', () => {
    const schema = ruled(
      {
        type: 'object',
        properties: {
          'a-b': text,
          namespace: text,
          when: { type: 'string', format: 'date-time' },
          long: { type: 'string', format: 'duration' },
          bytes: { type: 'string', format: 'byte' },
          either: { 'x-kubernetes-int-or-string': true },
          set: { type: 'array', 'x-kubernetes-list-type': 'set', items: text },
          keyed: {
            ...{ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] },
            items: { type: 'object', properties: { k: text, v: integer } },
          },
          any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          half: { type: 'number' },
        },
      },
      ...[
        'self.a__dash__b == "x" && self.__namespace__ == "y"',
        "self.when.getFullYear() == 2024 && self.long == duration('1h') && self.bytes == b'hi' && self.either == 5 && self.half == 1.0",
        'self.set == ["b", "a"] && self.set + ["a", "c"] == ["a", "b", "c"]',
        'self.keyed + [self.keyed[0]] == self.keyed && self.keyed.size() == 2',
        '!has(self.any.foo)',
      ].map((rule) => ({ rule })),
    );
    const spec = {
      ...{ 'a-b': 'x', namespace: 'y', when: '2024-05-01T00:00:00Z', long: '60m', bytes: 'aGk=', either: 5, set: ['a', 'b'], half: 1 },
      ...{ keyed: [{ k: 'a', v: 1 }, { k: 'b' }], any: { foo: 1 } },
    };
    assert.deepEqual(created(schema, spec), [
      'spec: Invalid value: "object": rule compile error: compilation failed: ERROR: <input>:1:5: undefined field \'foo\'\n | !has(self.any.foo)\n | ....^',
    ]);
  });

  it('see the name and kind of the whole object, and not of its parts', () => {
    const schema = ruled(ofSpec({ type: 'object', properties: { n: integer } }), { rule: 'self.metadata.name == self.kind' });
    assert.deepEqual(ask(schema, { value: object({}) }).errors, ['<nil>: Invalid value: failed rule: self.metadata.name == self.kind']);
    const part = ruled({ type: 'object', properties: { n: integer } }, { rule: 'has(self.kind)' });
    assert.match(ask(part, { value: { n: 1 }, isResource: false }).errors[0] ?? '', /undefined field 'kind'/);
  });

  it('of former values are asked of those that have one', () => {
    const former = { rule: 'self >= oldSelf', message: 'shrinks' };
    const schema: SchemaProps = {
      type: 'object',
      properties: {
        n: ruled(integer, former),
        map: { type: 'object', additionalProperties: ruled(integer, former) },
        keyed: {
          ...{ type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] },
          items: ruled({ type: 'object', properties: { k: text, v: integer } }, { rule: 'self.v >= oldSelf.v', message: 'shrinks' }),
        },
      },
    };
    assert.deepEqual(created(schema, { n: 1, map: { a: 1 }, keyed: [{ k: 'a', v: 1 }] }), []);
    const old = {
      n: 2,
      map: { a: 5, b: 5 },
      keyed: [
        { k: 'a', v: 5 },
        { k: 'b', v: 5 },
      ],
    };
    const next = {
      n: 1,
      map: { a: 4, c: 1 },
      keyed: [
        { k: 'c', v: 1 },
        { k: 'b', v: 4 },
        { k: 'a', v: 5 },
      ],
    };
    assert.deepEqual(updated(schema, old, next).errors, [
      'spec.n: Invalid value: 1: shrinks',
      'spec.map[a]: Invalid value: 4: shrinks',
      'spec.keyed[1]: Invalid value: shrinks',
    ]);
  });

  it('of optional former values are always asked', () => {
    const schema: SchemaProps = {
      type: 'object',
      properties: { n: ruled(integer, { rule: 'oldSelf.hasValue() ? self > oldSelf.value() : self == 0', optionalOldSelf: true }) },
    };
    const failed = 'spec.n: Invalid value: 5: failed rule: oldSelf.hasValue() ? self > oldSelf.value() : self == 0';
    assert.deepEqual([created(schema, { n: 5 }), created(schema, { n: 0 })], [[failed], []]);
    assert.deepEqual([updated(schema, { n: 5 }, { n: 5 }).errors, updated(schema, { n: 4 }, { n: 5 }).errors], [[failed], []]);
  });

  it('only warn of values that an update leaves alone', () => {
    const schema: SchemaProps = {
      type: 'object',
      properties: {
        n: ruled(integer, { rule: 'self < 10', message: 'large' }),
        o: ruled(
          { type: 'object', properties: { a: integer, b: ruled(integer, { rule: 'self < 10' }) } },
          { rule: 'self.a < 10', fieldPath: '.a' },
        ),
      },
    };
    assert.deepEqual(updated(schema, { n: 20, o: { a: 20, b: 20 } }, { n: 20, o: { a: 20, b: 21 } }), {
      errors: ['spec.o.a: Invalid value: failed rule: self.a < 10', 'spec.o.b: Invalid value: 21: failed rule: self < 10'],
      warnings: ['spec.n: Invalid value: 20: large'],
    });
  });

  it('end when they have cost too much', () => {
    const list: SchemaProps = { type: 'array', items: { type: 'integer' } };
    const heavy = { rule: 'self.list.all(x, self.list.all(y, x + y >= 0))' };
    const schema = ruled({ type: 'object', properties: { list } }, heavy, { rule: 'self.list.size() == 0' });
    const [error, ...others] = created(schema, { list: Array.from({ length: 600 }, () => 1) });
    assert.match(
      error ?? '',
      /operation cancelled: actual cost limit exceeded.*no further validation rules will be run due to call cost exceeds limit for rule: self\.list\.all/,
    );
    assert.deepEqual(others, []);
  });

  it('share a budget', () => {
    const costly = { rule: '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(i, !self.a.contains(self.b))' };
    const schema = ruled(
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'string' } } },
      ...Array.from({ length: 20 }, () => costly),
    );
    const errors = created(schema, { a: 'a'.repeat(90_000), b: 'b'.repeat(90) });
    assert.deepEqual(errors, [
      'spec: Invalid value: "object": validation failed due to running out of cost budget, no further validation rules will be run',
    ]);
  });
});
