import assert from 'node:assert/strict';
import { readDocuments, type YamlDocument } from '../../src/yaml/read-documents.ts';

const only = (text: string): YamlDocument => {
  const documents = readDocuments('a.yaml', text);
  assert.equal(documents.length, 1);
  return documents[0] ?? assert.fail();
};
const valueOf = (text: string): unknown => only(text).value?.v;
const errorOf = (text: string): string | undefined => only(text).error;

describe('readDocuments', () => {
  describe('splits like kubectl', () => {
    const found = (text: string): unknown[] => readDocuments('a.yaml', text).map(({ index, value, error }) => [index, error ?? value]);

    it('counts documents without a value', () => {
      assert.deepEqual(found('# nothing\n---\n# still nothing\n---\na: 1\n---\n---\n---\nb: 2'), [
        [2, { a: 1 }],
        [4, { b: 2 }],
      ]);
    });
    it('takes comments and blanks after a separator', () =>
      assert.deepEqual(found('a: 1\n--- \t# c\nb: 2\n'), [
        [0, { a: 1 }],
        [1, { b: 2 }],
      ]));
    it('refuses the file when a separator is none', () => {
      assert.deepEqual(found('a: 1\n---\nb: 2\n--- c\n'), [[0, 'invalid Yaml document separator: c']]);
      assert.deepEqual(found('-----BEGIN\n'), [[0, 'invalid Yaml document separator: --BEGIN']]);
    });
    it('ignores what follows the end of a document', () =>
      assert.deepEqual(found('a: 1\n...\nb: 2\n---\nc: 3\n'), [
        [0, { a: 1 }],
        [1, { c: 3 }],
      ]));
    it('knows byte order marks and CR LF', () => {
      assert.deepEqual(found('\ufeff---\r\na: 1\r\n---\r\n\ufeffb: |\r\n  x\r\n  y\r\n'), [
        [0, { a: 1 }],
        [1, { b: 'x\ny\n' }],
      ]);
    });
    it('gives the range of each part', () => {
      const text = 'a: 1\n---\nb: 2';
      assert.deepEqual(
        readDocuments('a.yaml', text).map(({ range }) => text.slice(range.start, range.end)),
        ['a: 1\n', 'b: 2'],
      );
    });
    it('has nothing to say about an empty file', () => assert.deepEqual(['', ' \n\n', '---\n', '# x'].flatMap(found), []));
  });

  describe('takes lists apart', () => {
    it('gives their objects, with the strictness of all', () => {
      const documents = readDocuments('a.yaml', 'kind: List\nitems:\n- a: 1\n- 2\n- b: 1\n  b: 2\n');
      assert.deepEqual(
        documents.map(({ index, item, value }) => [index, item, value]),
        [
          [0, 0, { a: 1 }],
          [0, 2, { b: 2 }],
        ],
      );
      assert.deepEqual(
        documents.map(({ strictError }) => strictError),
        Array(2).fill('yaml: unmarshal errors:\n  line 6: key "b" already set in map'),
      );
    });
    it('needs an array', () => assert.deepEqual(only('items: {}').value, { items: {} }));
    it('loses digits of their large integers', () => {
      assert.deepEqual(only('items: [{v: 9007199254740993}]').value, { v: 9007199254740992 });
      assert.deepEqual(only('v: 9007199254740993').value, { v: 9007199254740993n });
    });
  });

  describe('resolves scalars by the rules of go-yaml v2', () => {
    const cases: [string, unknown][] = [
      ['yes', true],
      ['On', true],
      ['y', true],
      ['no', false],
      ['OFF', false],
      ['n', false],
      ['yES', 'yES'],
      ['~', null],
      ['', null],
      ['Null', null],
      ['nULL', 'nULL'],
      ['0777', 511],
      ['0o17', 15],
      ['0b101', 5],
      ['-0b11', -3],
      ['0x1F', 31],
      ['-0x10', -16],
      ['0888', 888],
      ['08', 8],
      ['1_000', 1000],
      ['_1', '_1'],
      ['0x', '0x'],
      ['+12', 12],
      ['9223372036854775808', 9223372036854775808n],
      ['-9223372036854775809', -9223372036854775808],
      ['+9223372036854775808', 9223372036854775808],
      ['18446744073709551616', 18446744073709551616],
      ['0xFFFFFFFFFFFFFFFF', 18446744073709551615n],
      ['0x1FFFFFFFFFFFFFFFF', '0x1FFFFFFFFFFFFFFFF'],
      ['1e3', 1000],
      ['.5', 0.5],
      ['5.', 5],
      ['1_0.5', 10.5],
      ['1e400', '1e400'],
      ['.5e999', '.5e999'],
      ['1.2.3', '1.2.3'],
      ['+', '+'],
      ['.', '.'],
      ['1:30', '1:30'],
      ['2001-01-01', '2001-01-01'],
      ['2001-12-14t21:59:43.10-05:00', '2001-12-14t21:59:43.10-05:00'],
      ['"1"', '1'],
      ["'~'", '~'],
      ['!!str 5', '5'],
      ['!!int "5"', 5],
      ['!!float 1', 1],
      ['!x 5', '5'],
      ['! 5', '5'],
      ['!!binary aGk=', 'hi'],
      ['!!set {a}', { a: null }],
      ['!<tag:yaml.org,2002:int> 7', 7],
    ];
    for (const [text, value] of cases)
      it(`${text || '(nothing)'} is ${typeof value === 'bigint' ? `${value}n` : JSON.stringify(value)}`, () =>
        assert.deepEqual(valueOf(`v: ${text}`), value));

    it('says what a tag does not fit', () => {
      assert.equal(errorOf('v: !!int x'), 'yaml: cannot decode !!str `x` as a !!int');
      assert.equal(errorOf('v: !!float 18446744073709551615'), 'yaml: cannot decode !!int `18446744073709551615` as a !!float');
      assert.equal(errorOf('v: !!timestamp 2001-02-30'), 'yaml: cannot decode !!str `2001-02-30` as a !!timestamp');
      assert.equal(errorOf('v: !!binary a'), 'yaml: !!binary value contains invalid base64 data');
      assert.equal(errorOf('v: !x!y z'), 'yaml: found undefined tag handle');
    });
    it('has no JSON for infinity', () => {
      assert.equal(errorOf('b: .inf\na: .nan'), 'json: unsupported value: NaN');
      assert.equal(errorOf('b: -.inf'), 'json: unsupported value: -Inf');
    });
  });

  describe('reads scalars of all styles', () => {
    const cases: [string, string, unknown][] = [
      ['plain, folded', 'v: a  b\n  c\n\n  d # x', 'a  b c\nd'],
      ['plain with colons and hashes', 'v: http://a:80/#b', 'http://a:80/#b'],
      ['single quoted', "v: 'it''s\n  so'", "it's so"],
      ['double quoted', 'v: "a\\tb\\x41\\u00e9\\U0001F600\\\n   c  \n\n  d"', 'a\tbAé😀c\nd'],
      ['literal', 'v: |\n  a\n   b\n\n  c\n\n', 'a\n b\n\nc\n'],
      ['literal, all breaks', 'v: |+\n  a\n\n', 'a\n\n'],
      ['literal, no break', 'v: |-\n  a\n', 'a'],
      ['literal without a final break', 'v: |\n  a', 'a\n'],
      ['literal with indentation', 'v: |2\n   a\n  b\n', ' a\nb\n'],
      ['folded', 'v: >\n  a\n  b\n\n  c\n   d\n  e\n', 'a b\nc\n d\ne\n'],
      ['line separators', 'v: "a\u2028b"', 'a\u2028b'],
      ['flow', 'v: [a, {b: c, "d":e, f}, [g: h]]', ['a', { b: 'c', d: 'e', f: null }, [{ g: 'h' }]]],
      ['explicit keys', 'v:\n  ? a\n  : - b\n  ? c\n', { a: ['b'], c: null }],
      ['lists at the column of their key', 'v:\n- a\n-\n- - b\n', ['a', null, ['b']]],
    ];
    for (const [name, text, value] of cases) it(name, () => assert.deepEqual(valueOf(text), value));
  });

  describe('makes keys of all scalars', () => {
    it('prints numbers and booleans', () =>
      assert.deepEqual(only('1: a\ntrue: b\non : c\n1.5: d\n0x10: e\n3.14159265358979: f\n1e7: g').value, {
        1: 'a',
        true: 'c',
        1.5: 'd',
        16: 'e',
        3.1415927: 'f',
        '1e+07': 'g',
      }));
    it('refuses null and large numbers', () => {
      assert.equal(errorOf('~: x'), 'unsupported map key of type: %!s(<nil>), key: <nil>, value: "x"');
      assert.equal(
        errorOf('18446744073709551615: [1]'),
        'unsupported map key of type: uint64, key: 0xffffffffffffffff, value: []interface {}{1}',
      );
    });
    it('refuses collections, as templates have them', () =>
      assert.equal(
        errorOf('name: {{ .Values.name }}'),
        'yaml: invalid map key: map[interface {}]interface {}{".Values.name":interface {}(nil)}',
      ));
    it('keeps names of the language', () => {
      const value = only('__proto__: {a: 1}\nconstructor: 2').value ?? {};
      assert.deepEqual(Object.entries(value), [
        ['__proto__', { a: 1 }],
        ['constructor', 2],
      ]);
      assert.equal(Object.getPrototypeOf(value), Object.prototype);
    });
  });

  describe('follows aliases and merge keys', () => {
    it('copies', () => {
      const { value } = only('a: &x {b: 1}\nc: *x\n');
      assert.deepEqual(value, { a: { b: 1 }, c: { b: 1 } });
      assert.notEqual(value?.a, value?.c);
    });
    it('merges, and what is merged later wins', () =>
      assert.deepEqual(only('b: &b {x: 1, w: 1}\no: {<<: *b, x: 2}\np: {x: 2, <<: *b}\nq: {<<: [*b, {x: 3, z: 3}]}\nr: {"<<": 1}').value, {
        b: { x: 1, w: 1 },
        o: { x: 2, w: 1 },
        p: { x: 1, w: 1 },
        q: { x: 1, w: 1, z: 3 },
        r: { '<<': 1 },
      }));
    it('refuses to merge anything else', () =>
      assert.equal(errorOf('a: &a x\nb: {<<: *a}'), 'yaml: map merge requires map or sequence of maps as the value'));
    it('refuses unknown and endless anchors', () => {
      assert.equal(errorOf('a: *x'), "yaml: unknown anchor 'x' referenced");
      assert.equal(errorOf('a: &a {b: *a}'), "yaml: anchor 'a' value contains itself");
    });
  });

  describe('reports keys that are there twice', () => {
    it('with both places, the last value counting', () => {
      const text = 'a:\n  b: 1\n  "b": 2\n';
      const { value, strictError, duplicateKeys } = only(text);
      assert.deepEqual(value, { a: { b: 2 } });
      assert.equal(strictError, 'yaml: unmarshal errors:\n  line 3: key "b" already set in map');
      assert.deepEqual(duplicateKeys, [
        { key: '"b"', range: { start: text.indexOf('"b"'), end: text.indexOf('"b"') + 3 }, first: { start: 5, end: 6 } },
      ]);
    });
    it('by value and type', () =>
      assert.equal(only('1: a\n"1": b\n1: c').strictError, 'yaml: unmarshal errors:\n  line 3: key 1 already set in map'));
    it('of merged mappings, too', () => {
      const text = 'b: &b {x: 1}\no:\n  <<: *b\n  x: 2\n';
      const { strictError, duplicateKeys = [] } = only(text);
      assert.equal(strictError, 'yaml: unmarshal errors:\n  line 4: key "x" already set in map');
      assert.equal(duplicateKeys[0]?.first.start, text.indexOf('<<'));
    });
  });

  describe('refuses in the words of go-yaml', () => {
    const cases: [string, string, string][] = [
      ['a: b\nc: "\\q"\n', 'yaml: line 2: found unknown escape character', '\\q'],
      ['a: "\\/"', 'yaml: found unknown escape character', '\\/'],
      ['a: 1\n  b: 2\n', 'yaml: line 2: mapping values are not allowed in this context', ': 2'],
      ['a: b: c', 'yaml: mapping values are not allowed in this context', ': c'],
      ['a:\n\tb: 1\n', 'yaml: line 2: found character that cannot start any token', '\tb'],
      ['a: 1\nb\nc: 2\n', "yaml: line 3: could not find expected ':'", 'b\n'],
      ['a: [1, 2\nb: 3\n', "yaml: line 1: did not find expected ',' or ']'", ': 3'],
      ['a:\n  b: 1\n c: 2\n', 'yaml: line 2: did not find expected key', 'c'],
      ['a:\n- b\nc\n', "yaml: line 4: could not find expected ':'", 'c\n'],
      ['a: "b\n', 'yaml: line 2: found unexpected end of stream', '"b'],
      ['a: @b', 'yaml: found character that cannot start any token', '@'],
      ['a: |x\n', 'yaml: did not find expected comment or line break', 'x'],
      ['%YAML 1.2\na: 1', 'yaml: found incompatible YAML document', '%YAML'],
      ['- a', 'json: cannot unmarshal array into Go value of type map[string]interface {}', '- a'],
      ['a', 'json: cannot unmarshal string into Go value of type map[string]interface {}', 'a'],
      ['a: b\u0000', 'yaml: control characters are not allowed', '\u0000'],
    ];
    for (const [text, error, at] of cases) {
      it(JSON.stringify(text), () => {
        const document = only(text);
        assert.equal(document.error, error);
        assert.equal(text.slice(document.errorAt, (document.errorAt ?? 0) + at.length), at);
        assert.equal(document.value, undefined);
      });
    }
    it('goes on with the next document', () =>
      assert.deepEqual(
        readDocuments('a.yaml', 'a: [\n---\nb: 1\n').map(({ value }) => value),
        [undefined, { b: 1 }],
      ));
    it('counts lines from the start of the document and offsets from that of the file', () => {
      const text = 'a: 1\n---\nb: 1\nc: @\n';
      const [, second] = readDocuments('a.yaml', text);
      assert.equal(second?.error, 'yaml: line 2: found character that cannot start any token');
      assert.equal(second?.errorAt, text.indexOf('@'));
    });
  });
});
