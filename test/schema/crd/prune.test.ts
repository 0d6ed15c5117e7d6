import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyDefaults, pruneNulls } from '../../../src/schema/crd/defaulting.ts';
import { pruneUnknownFields } from '../../../src/schema/crd/prune.ts';
import { hasUnprunedDefaults, withPrunedDefaults } from '../../../src/schema/crd/prune-defaults.ts';
import type { SchemaProps } from '../../../src/schema/crd/schema-props.ts';

const text: SchemaProps = { type: 'string' };
const object = (properties: Record<string, SchemaProps>, more: SchemaProps = {}): SchemaProps => ({ type: 'object', properties, ...more });

describe('pruning', () => {
  const prune = (value: object, schema: SchemaProps | undefined, isRoot = false): [object, string[]] => {
    const unknown = pruneUnknownFields(value, schema, isRoot);
    return [value, unknown];
  };

  it('removes what the schema does not know and says where it was, in order', () => {
    const schema = object({
      list: { type: 'array', items: object({ a: text }) },
      map: { type: 'object', additionalProperties: object({ a: text }) },
    });
    assert.deepEqual(prune({ z: 1, list: [{ a: 'x', b: 1 }, 5], map: { 'k.1': { a: 'x', c: {} } }, constructor: 1 }, schema), [
      { list: [{ a: 'x' }, 5], map: { 'k.1': { a: 'x' } } },
      ['constructor', 'list[0].b', 'map.k.1.c', 'z'],
    ]);
  });

  it('keeps everything below x-kubernetes-preserve-unknown-fields but where a schema begins again', () => {
    const schema = object({ known: object({ a: text }) }, { 'x-kubernetes-preserve-unknown-fields': true });
    assert.deepEqual(prune({ free: { b: 1 }, known: { a: 'x', b: 1 } }, schema), [{ free: { b: 1 }, known: { a: 'x' } }, ['known.b']]);
  });

  it('knows what every object has, at the root and in embedded ones', () => {
    const meta = { apiVersion: 'v1', kind: 'X', metadata: { name: 'x', anything: 1 } };
    assert.deepEqual(prune({ ...meta, spec: 1 }, undefined, true), [meta, ['spec']]);
    const schema = object({ inner: object({ a: text }, { 'x-kubernetes-embedded-resource': true }) });
    assert.deepEqual(prune({ inner: { ...meta, b: 1 }, kind: 'X' }, schema), [{ inner: meta }, ['inner.b']]);
  });

  it('leaves nothing to prune', () => {
    const schema = object({ a: object({ b: text }), c: { type: 'array', items: text } });
    const property = fc.property(fc.object({ maxDepth: 4, key: fc.constantFrom('a', 'b', 'c', 'd') }), (value) => {
      pruneUnknownFields(value, schema, true);
      assert.deepEqual(pruneUnknownFields(value, schema, true), []);
    });
    fc.assert(property, { seed: 7, numRuns: 200 });
  });
});

describe('defaulting', () => {
  const schema = object({
    a: { ...text, default: 'x' },
    n: { ...text, nullable: true, default: 'x' },
    gone: text,
    inner: object({ b: { type: 'integer', default: 1 } }, { default: {} }),
    map: { type: 'object', additionalProperties: { ...object({ c: { ...text, default: 'c' } }) } },
    list: { type: 'array', items: { ...text, default: 'item' } },
  });
  const defaulted = (value: object): object => {
    pruneNulls(value, schema);
    applyDefaults(value, schema);
    return value;
  };

  it('fills in what is missing or a forbidden null, also below what it has filled in', () => {
    assert.deepEqual(defaulted({ a: null, n: null, gone: null, map: { k: {}, l: null }, list: [null, 'y'] }), {
      a: 'x',
      n: null,
      inner: { b: 1 },
      map: { k: { c: 'c' } },
      list: ['item', 'y'],
    });
  });

  it('changes nothing the second time, and gives each object values of its own', () => {
    const first = defaulted({});
    assert.deepEqual(defaulted(structuredClone(first)), first);
    const other = defaulted({});
    Object.assign((other as { inner: object }).inner, { b: 2 });
    assert.deepEqual(defaulted({}), first);
  });

  it('serves defaults without unknown fields, metadata of embedded objects included', () => {
    const embedded = object({ spec: object({ a: text }) }, { 'x-kubernetes-embedded-resource': true });
    const given = object({ e: { ...embedded, default: { metadata: { name: 'x', foo: 1 }, spec: { a: 'x', b: 1 } } } });
    const pruned = withPrunedDefaults(given, '1.37');
    assert.deepEqual(pruned.properties?.e?.default, { metadata: { name: 'x' }, spec: { a: 'x' } });
    assert.equal(hasUnprunedDefaults(given, '1.37'), true);
    assert.equal(withPrunedDefaults(pruned, '1.37'), pruned);
    assert.deepEqual(given.properties?.e?.default, { metadata: { name: 'x', foo: 1 }, spec: { a: 'x', b: 1 } });
  });
});
