import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeText } from '../../src/yaml/decode-text.ts';
import { pathAt } from '../../src/yaml/path-at.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { readSyntaxTree } from '../../src/yaml/syntax-tree.ts';

const errorOf = (text: string): string | undefined => readDocuments('a.yaml', text)[0]?.error;

function errorOfBytes(...bytes: number[]): string | undefined {
  const decoded = decodeText(Uint8Array.from([...Buffer.from('a: "'), ...bytes, ...Buffer.from('"\nb: 1\n')]));
  return 'error' in decoded ? decoded.error : errorOf(decoded.text);
}

describe('hostile input', () => {
  it('nested deep is read up to a bound', () => {
    assert.equal(errorOf(`a: ${'['.repeat(900)}${']'.repeat(900)}`), undefined);
    for (const text of ['['.repeat(100_000), '{a: '.repeat(100_000), '- '.repeat(100_000), '? '.repeat(100_000)]) {
      assert.match(errorOf(text) ?? '', /exceeded max depth of 1000$/);
    }
    assert.match(errorOf(Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')) ?? '', /exceeded max depth of 1000$/);
  });
  it('nested deep by aliases is bounded', () => {
    const chain = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} ${'['.repeat(30)}*a${i}${']'.repeat(30)}\n`);
    assert.match(errorOf(`a0: &a0 x\n${chain.join('')}`) ?? '', /exceeded max depth of 1000$|excessive aliasing/);
  });
  it('that explodes by aliases is refused', () => {
    const lines = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]\n`);
    assert.equal(errorOf(`l0: &l0 x\n${lines.join('')}`), 'yaml: document contains excessive aliasing');
    assert.equal(errorOf(`l0: &l0 x\n${lines.slice(0, 2).join('')}`), undefined);
  });
  it('with many documents, keys, repeated keys or blank lines takes linear time', () => {
    const many = 30_000;
    assert.equal(readDocuments('a.yaml', 'a: 1\n---\n'.repeat(many)).length, many);
    assert.equal(readDocuments('a.yaml', '---\n'.repeat(many)).length, 0);
    const keys = Array.from({ length: many }, (_, i) => `k${i}: 1\n`).join('');
    assert.equal(readDocuments('a.yaml', keys + keys)[0]?.duplicateKeys?.length, many);
    assert.deepEqual(readDocuments('a.yaml', `a: x${'\n'.repeat(10 * many)}b: "${'\n'.repeat(10 * many)}"`)[0]?.value?.a, 'x');
  });
  it('with a long number is a text or a double', () => {
    assert.equal(readDocuments('a.yaml', `a: ${'9'.repeat(100_000)}`)[0]?.value?.a, '9'.repeat(100_000));
    assert.equal(readDocuments('a.yaml', `a: ${'0'.repeat(100_000)}`)[0]?.value?.a, 0);
  });
  it('that is binary is refused', () => {
    assert.equal(errorOf('\u007fELF\u0002\u0001\u0001\0'), 'yaml: control characters are not allowed');
    assert.equal(errorOf('a: \ufffe'), 'yaml: control characters are not allowed');
  });
  it('that is not UTF-8 is refused where it is', () => {
    assert.equal(errorOfBytes(0xff), 'yaml: invalid leading UTF-8 octet');
    assert.equal(errorOfBytes(0x80), 'yaml: invalid leading UTF-8 octet');
    assert.equal(errorOfBytes(0xc3, 0x28), 'yaml: invalid trailing UTF-8 octet');
    assert.equal(errorOfBytes(0xc0, 0x80), 'yaml: invalid length of a UTF-8 sequence');
    assert.equal(errorOfBytes(0xed, 0xa0, 0x80), 'yaml: invalid Unicode character');
    assert.equal(errorOfBytes(0xf4, 0x90, 0x80, 0x80), 'yaml: invalid Unicode character');
    assert.equal(errorOfBytes(0xf0, 0x9f, 0x98, 0x80), undefined);
    const decoded = decodeText(Uint8Array.from([...Buffer.from('a: 1\n---\nb: '), 0xff, 0x0a]));
    assert.deepEqual('text' in decoded && readDocuments('a.yaml', decoded.text).map(({ error }) => error), [
      undefined,
      'yaml: invalid leading UTF-8 octet',
    ]);
  });
  it('that ends within a character is refused there', () => {
    const decoded = decodeText(Uint8Array.from([...Buffer.from('a: '), 0xf0, 0x9f]));
    assert.equal('text' in decoded && errorOf(decoded.text), 'yaml: incomplete UTF-8 octet sequence');
  });
  it('in UTF-16 is no manifest', () => {
    for (const [mark, encoded] of [
      [
        [0xff, 0xfe],
        [0x61, 0],
      ],
      [
        [0xfe, 0xff],
        [0, 0x61],
      ],
    ]) {
      assert.match(
        JSON.stringify(decodeText(Uint8Array.from([...(mark ?? []), ...(encoded ?? [])]))),
        /"error":"yaml: incomplete UTF-16 character/,
      );
    }
  });
  it('that is no YAML at all still has an answer in the editor', () => {
    for (const text of [
      '['.repeat(5000),
      '{{{',
      '"',
      '%',
      'a: b\n'.repeat(50) + '\t@\n'.repeat(200),
      '\0',
      '- '.repeat(3000),
      '*x',
      '&a [*a]',
    ]) {
      const [document] = readDocuments('a.yaml', text);
      if (!document) assert.fail();
      const tree = readSyntaxTree(text, document);
      for (const offset of [0, 1, text.length]) assert.equal(typeof pathAt(tree, offset).on, 'string');
    }
  });
  it('of any kind gets an answer: a value or an error for each document, a tree, a path', () => {
    const bits = [
      'a',
      'b: ',
      ': ',
      '- ',
      '? ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '#',
      '&a ',
      '*a',
      '!!int ',
      '|',
      '>-',
      "'",
      '"',
      '\\',
      '\n',
      '\n  ',
      '\n\t',
      '\r\n',
      '<<: ',
      '1',
      '~',
      '%TAG',
      '---\n',
      '...\n',
      '\ufeff',
      '\u2028',
      '\0',
      '\udcff',
      'é',
      '😀',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 30 }), fc.nat(60), (parts, offset) => {
        const text = parts.join('');
        for (const document of readDocuments('a.yaml', text)) {
          assert.notEqual(document.value === undefined, document.error === undefined);
          const tree = readSyntaxTree(text, document);
          assert.ok(document.error !== undefined || tree.isExact);
          const { range } = pathAt(tree, Math.min(offset, text.length));
          assert.ok(range.start >= 0 && range.start <= range.end);
        }
      }),
      { seed: 5, numRuns: 3000 },
    );
  });
});
