import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalBase64, decodeBase64, encodeBase64 } from '../../src/model/base64.ts';

describe('base64', () => {
  for (const [text, canonical] of [
    ['', ''],
    ['AAAA', 'AAAA'],
    ['AA\n=\r=\n', 'AA=='],
    ['AB==', 'AA=='],
    ['AAAAAAB=', 'AAAAAAA='],
  ] as const) {
    it(`${JSON.stringify(text)} is ${canonical}`, () => assert.equal(canonicalBase64(text), canonical));
  }

  for (const [text, corruptAt] of [
    ['=', 0],
    ['A', 0],
    ['AAAAA', 4],
    ['AAA', 0],
    ['AA=', 3],
    ['AA=A', 2],
    ['AA==A', 4],
    ['AAA=A', 4],
    ['AA-A', 2],
    ['AAAA ü', 4],
  ] as const) {
    it(`${text} is none from ${corruptAt}`, () => assert.deepEqual(canonicalBase64(text), { corruptAt }));
  }

  it('reads what it writes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        assert.deepEqual(decodeBase64(encodeBase64(bytes)), bytes);
        assert.equal(encodeBase64(bytes), Buffer.from(bytes).toString('base64'));
      }),
      { seed: 4 },
    );
  });
});
