import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../src/model/json.ts';
import { printYaml } from '../../src/yaml/print.ts';
import { compareKeys } from '../../src/yaml/printer/compare-keys.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';

const TEXT_PARTS = [
  'a',
  'foo',
  ' ',
  '  ',
  '\n',
  '\t',
  ':',
  ': ',
  '#',
  ' #',
  '-',
  '- ',
  '?',
  "'",
  '"',
  '\\',
  '1',
  '0',
  '.',
  '_',
  'yes',
  'null',
  '~',
  '{',
  ']',
  ',',
  '&',
  '*',
  '!',
  '|',
  '>',
  '%',
  '@',
  '`',
  'é',
  '😀',
  '\u2028',
  '\u0085',
  '\ufeff',
  '\u0001',
  '12:30',
  '2001-01-01',
  '1e3',
  '---',
  '...',
  '<<',
  'lorem ipsum dolor sit amet consectetur ',
];
const text = fc.array(fc.constantFrom(...TEXT_PARTS), { maxLength: 6 }).map((parts) => parts.join(''));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
);
const json = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4 }),
  ),
})).json;

describe('printYaml', () => {
  const cases: [string, Json, string][] = [
    ['sorts keys and leaves lists at their key', { b: [{ y: 1, x: [2] }], a: { c: null } }, 'a:\n  c: null\nb:\n- x:\n  - 2\n  "y": 1\n'],
    ['writes empty collections in brackets', { a: {}, b: [], c: [[], [[1]]] }, 'a: {}\nb: []\nc:\n- []\n- - - 1\n'],
    [
      'quotes what would be read as something else',
      ['true', 'null', '1', 'yes', 'n', '0x1f', '1e3', '2001-01-01', '12:30', '', '~', '.5', '<<'],
      '"true" "null" "1" "yes" "n" "0x1f" "1e3" "2001-01-01" "12:30" "" "~" ".5" "<<"'
        .split(' ')
        .map((item) => `- ${item}\n`)
        .join(''),
    ],
    [
      'quotes what has indicators',
      ['a: b', 'a #b', '- a', '@a', "it's: so", ' a', 'a:', '*', '{a'],
      "- 'a: b'\n- 'a #b'\n- '- a'\n- '@a'\n- 'it''s: so'\n- ' a'\n- 'a:'\n- '*'\n- '{a'\n",
    ],
    [
      'leaves other texts alone',
      ['a:b', 'a#b', '-a', "it's", 'nginx:1.14.2', '100m', '1.2.3', '=', 'a, b'],
      "- a:b\n- a#b\n- -a\n- it's\n- nginx:1.14.2\n- 100m\n- 1.2.3\n- =\n- a, b\n",
    ],
    [
      'escapes what cannot be printed',
      ['a\tb', '\u0001', '😀', '"\n\t', '\ufeff'],
      '- "a\\tb"\n- "\\x01"\n- "\\U0001F600"\n- "\\"\\n\\t"\n- "\\uFEFF"\n',
    ],
    [
      'writes lines as literals',
      { a: 'x\ny\n', b: 'x\ny', c: 'x\n\n', d: ' x\ny\n', e: ['x\n\ny\n'], f: 'x \ny\n' },
      'a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\nd: |2\n   x\n  y\ne:\n- |\n  x\n\n  y\nf: "x \\ny\\n"\n',
    ],
    ['folds after column 80', { a: `${'word '.repeat(20)}end` }, `a: ${'word '.repeat(16).trimEnd()}\n  ${'word '.repeat(4)}end\n`],
    [
      'writes numbers as Go does',
      [1, -5, 1.5, 1e21, 1e-7, 123456789.5, 1e17, 12345678901234567890n, 0.1, 1e20],
      '- 1\n- -5\n- 1.5\n- 1e+21\n- 1e-07\n- 1.234567895e+08\n- 100000000000000000\n- 12345678901234567890\n- 0.1\n- 1e+20\n',
    ],
    ['asks for long keys and keys with lines', { ['k'.repeat(129)]: [1], 'a\nb': 2 }, `? |-\n  a\n  b\n: 2\n? ${'k'.repeat(129)}\n: - 1\n`],
    ['writes a scalar on its own', 'a b', 'a b\n'],
    ['writes a list on its own', [1, { a: 2 }], '- 1\n- a: 2\n'],
    ['writes nothing', {}, '{}\n'],
  ];
  for (const [name, value, expected] of cases) it(name, () => assert.equal(printYaml(value), expected));

  it('leaves out what is undefined', () => assert.equal(printYaml({ a: undefined, b: { c: undefined } }), 'b: {}\n'));

  it('is read as what was printed', () => {
    fc.assert(
      fc.property(json, (value) => {
        const [document] = readDocuments('-', printYaml({ value }));
        assert.equal(document?.strictError, undefined);
        assert.deepEqual(plain(document?.value ?? null), plain({ value }));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

/** Doubles that are whole come back as the integers they are. */
function plain(value: Json): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return `number ${Number(value) + 0}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([name, member]) => [name, plain(member ?? null)])
    .sort();
}

describe('compareKeys', () => {
  it('orders as go-yaml does', () => {
    const sorted = ['', '1', '2', '10', '_', 'a', 'a.b', 'a/b', 'a1', 'a01', 'a2', 'a10', 'aB', 'ab', 'b', 'é'];
    assert.deepEqual([...sorted].reverse().sort(compareKeys), [...sorted].sort(compareKeys));
    assert.deepEqual(
      ['a10', 'a2', 'B', 'a', 'ab', 'a-b', 'A1'].sort(compareKeys),
      ['A1', 'B', 'a', 'a2', 'a10', 'a-b', 'ab'].sort(compareKeys),
    );
    assert.ok(compareKeys('a2', 'a10') < 0 && compareKeys('a-b', 'ab') < 0 && compareKeys('B', 'a') < 0 && compareKeys('a', 'ab') < 0);
  });
});
