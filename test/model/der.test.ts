import assert from 'node:assert/strict';
import { BIT_STRING, derValues, INTEGER, isCertificateAuthority, SEQUENCE, sequenceOf } from '../../src/model/der.ts';

const der = (tag: number, ...content: readonly number[]): number[] =>
  content.length < 0x80 ? [tag, content.length, ...content] : [tag, 0x81, content.length, ...content];
const sequence = (...parts: readonly (readonly number[])[]): number[] => der(SEQUENCE, ...parts.flat());

const BASIC_CONSTRAINTS = der(0x06, 0x55, 0x1d, 0x13);
const KEY_USAGE = der(0x06, 0x55, 0x1d, 0x0f);
const TRUE = der(0x01, 0xff);

/** A certificate without names and keys that has the extensions given. */
function certificate(...extensions: readonly (readonly number[])[]): Uint8Array {
  const fields = [der(INTEGER, 1), sequence(), sequence(), sequence(), sequence(), sequence()];
  const body = sequence(...fields, der(0xa3, ...sequence(...extensions)));
  return Uint8Array.from(sequence(body, sequence(), der(BIT_STRING, 0)));
}

const constraints = (...parts: readonly (readonly number[])[]): number[] =>
  sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, ...sequence(...parts)));

describe('DER', () => {
  it('reads values that stand side by side, short and long', () => {
    const long = Array.from({ length: 200 }, () => 7);
    const values = derValues(Uint8Array.from([...der(INTEGER, 5), ...der(0x04, ...long)]));
    assert.deepEqual(
      values?.map(({ tag, content }) => [tag, content.length]),
      [
        [INTEGER, 1],
        [0x04, 200],
      ],
    );
  });

  for (const [what, bytes] of [
    ['a length beyond the end', [0x02, 5, 1]],
    ['an endless length', [0x30, 0x80, 0, 0]],
    ['a length of five bytes', [0x04, 0x85, 0, 0, 0, 0, 1, 1]],
    ['a tag alone', [0x30]],
  ] as const)
    it(`refuses ${what}`, () => assert.equal(derValues(Uint8Array.from(bytes)), undefined));

  it('takes one sequence and nothing after it', () => {
    assert.equal(sequenceOf(Uint8Array.from(sequence(der(INTEGER, 1))))?.length, 1);
    assert.equal(sequenceOf(Uint8Array.from([...sequence(), ...sequence()])), undefined);
    assert.equal(sequenceOf(Uint8Array.from(der(INTEGER, 1))), undefined);
  });
});

describe('isCertificateAuthority', () => {
  it('asks basic constraints, wherever they stand', () => {
    const usage = sequence(KEY_USAGE, der(0x04, ...der(BIT_STRING, 0)));
    assert.equal(isCertificateAuthority(certificate(usage, constraints(TRUE, der(INTEGER, 0)))), true);
    assert.equal(isCertificateAuthority(certificate(constraints())), false);
    assert.equal(isCertificateAuthority(certificate(usage)), false);
  });

  it('does not take another extension for them', () =>
    assert.equal(isCertificateAuthority(certificate(sequence(KEY_USAGE, der(0x04, ...sequence(TRUE))))), false));

  it('does not know what has another structure', () => {
    assert.equal(isCertificateAuthority(Uint8Array.from([104, 105])), undefined);
    assert.equal(isCertificateAuthority(Uint8Array.from(sequence(sequence(), sequence(), der(BIT_STRING, 0)))), undefined);
  });
});
