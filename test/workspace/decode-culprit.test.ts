import assert from 'node:assert/strict';
import { pathText } from '../../src/model/field-path.ts';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { findDecodeCulprit } from '../../src/workspace/decode-culprit.ts';

/** Refuses the first `bad` value it meets, without saying where. */
function errorOf(value: unknown): string | undefined {
  if (value === 'bad') return 'there is a bad value';
  if (Array.isArray(value)) return value.map(errorOf).find((error) => error !== undefined);
  return isObject(value)
    ? Object.values(value)
        .map(errorOf)
        .find((error) => error !== undefined)
    : undefined;
}

const culprit = (value: JsonObject): string => pathText(findDecodeCulprit(value, errorOf(value) ?? '', errorOf));

describe('findDecodeCulprit', () => {
  it('goes down to the value', () => assert.equal(culprit({ a: { b: 'good', c: { d: 'bad' } } }), 'a.c.d'));
  it('finds the item of a list', () => assert.equal(culprit({ a: [{ b: 'good' }, { b: 'good' }] as JsonObject[], c: 'bad' }), 'c'));
  it('finds the first of several', () => assert.equal(culprit({ a: 'good', b: ['bad', 'bad'] }), 'b[0]'));
  it('stays at the root when no part fails alone', () => assert.equal(pathText(findDecodeCulprit({ a: 1 }, 'other', errorOf)), '<nil>'));
});
