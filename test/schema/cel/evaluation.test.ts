import assert from 'node:assert/strict';
import { compileExpression, evaluate, isProgram } from '../../../src/schema/cel/compile.ts';
import { baseEnvironment, extendEnvironment } from '../../../src/schema/cel/environment.ts';
import { DYN } from '../../../src/schema/cel/types.ts';

const environment = extendEnvironment(baseEnvironment('1.37', 'stored'), { variables: { x: DYN } });
function result(text: string): unknown {
  const compiled = compileExpression(text, environment);
  assert.ok(isProgram(compiled), `${text}: ${isProgram(compiled) ? '' : compiled.errors}`);
  const { value, error } = evaluate(compiled, (name) => (name === 'x' ? 7n : undefined));
  return error ?? value;
}

describe('expressions', () => {
  const TRUE: Readonly<Record<string, readonly string[]>> = {
    'of the language': [
      '7 / 2 == 3 && -7 / 2 == -3 && -7 % 2 == -1',
      'dyn(1) == 1.0 && dyn(1u) == 1 && 2 > 1.5 && !(dyn(1) == 2u)',
      '[dyn(1), dyn(2.0), dyn(3u)] == [dyn(1.0), dyn(2u), dyn(3)]',
      "{'a': dyn(1), 'b': dyn([2])} == {'b': dyn([2]), 'a': dyn(1.0)}",
      "'a' < 'b' && b'a' < b'b' && false < true",
      'true || 1 / 0 > 1',
      '1 / 0 > 1 || true',
      "r'\\d' == '\\\\d' && '\\u00e9' == 'é' && b'\\xff'.size() == 1",
      "'''a\nb'''.size() == 3",
      '0x1F == 31 && 1e3 == 1000.0',
      'size("😀é") == 2 && size(b"é") == 2',
      "int('42') == 42 && uint(3.7) == 3u && double('1e2') == 100.0 && string(1.5) == '1.5' && string(1e21) == '1e+21'",
      "bool('t') && string(b'ab') == 'ab' && bytes('ab') == b'ab'",
      "timestamp('2024-02-29T12:00:00Z') + duration('24h') == timestamp('2024-03-01T12:00:00Z')",
      "timestamp('2024-02-29T23:30:00Z').getDate('+01:00') == 1 && timestamp('2024-02-29T12:00:00Z').getDayOfYear() == 59",
      "timestamp('2024-07-01T12:00:00Z').getHours('Europe/Berlin') == 14",
      "duration('90m').getHours() == 1 && string(duration('1h30m')) == '5400s'",
      "'b' in {'a': 1, 'b': 2} && !(3 in [1, 2])",
      '{dyn(0): 1, dyn(0u): 2}.size() == 2 && {dyn(0u): 2, dyn(0): 1}[dyn(0.0)] == 1 && {dyn(0u): 2}[dyn(0)] == 2 && {dyn(1): 2}[dyn(1u)] == 2',
      '{dyn(1): 1, dyn(2u): 3} == {dyn(1u): 1, dyn(2): 3} && {dyn(1.0): 1}[dyn(1.0)] == 1 && !(dyn(1) in {dyn(1.0): 1})',
      '[1, 2, 3].exists_one(i, i > 2) && [1, 2].map(i, i * 2) == [2, 4] && [1, 2, 3].filter(i, i > 1) == [2, 3]',
      "has({'a': 1}.a) && !has({'a': 1}.b)",
      'type(1) == int && type(type(1)) == type && type([]) == list',
      'dyn(x) == 7 && x + 1 == 8',
    ],
    'with texts': [
      "'tacocat'.charAt(3) == 'o' && 'tacocat'.indexOf('c', 3) == 4 && 'tacocat'.lastIndexOf('a') == 5",
      "'TaCo'.lowerAscii() == 'taco' && 'é'.upperAscii() == 'é'",
      "'a-b-c'.replace('-', '+', 1) == 'a+b-c' && 'a,b,c'.split(',', 2) == ['a', 'b,c']",
      "['a', 'b'].join('-') == 'a-b' && '  x '.trim() == 'x' && 'tacocat'.substring(1, 3) == 'ac'",
      "'%s has %d, %.2f, %x, %b'.format(['x', 3, 1.5, 255, 5]) == 'x has 3, 1.50, ff, 101'",
      'strings.quote(\'a"b\') == \'"a\\\\"b"\'',
      "'abc 123'.find('[0-9]+') == '123' && 'a1b2'.findAll('[0-9]') == ['1', '2'] && 'aaa'.findAll('a', 2).size() == 2",
      "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$') == false",
    ],
    'with lists and sets': [
      '[1, 3, 2].isSorted() == false && [1, 2].sum() == 3 && [1, 3, 2].max() == 3 && [2.5, 1.5].min() == 1.5',
      "['a', 'b'].indexOf('b') == 1 && [1, 2, 1].lastIndexOf(1) == 2 && [].sum() == 0",
      '[1, 2].includes(2)',
      '[3, 1, 2].sort() == [1, 2, 3] && [1, 1, 2].distinct() == [1, 2] && [1, 2, 3].reverse() == [3, 2, 1]',
      '[1, 2, 3, 4].slice(1, 3) == [2, 3] && [[1], [2, 3]].flatten() == [1, 2, 3] && lists.range(3) == [0, 1, 2]',
      "[{'n': 2}, {'n': 1}].sortBy(e, e.n)[0].n == 1",
      'sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])',
    ],
    'with optionals and two variables': [
      "{'a': 1}[?'b'].orValue(5) == 5 && {'a': {'b': 2}}.?a.?b.hasValue()",
      "optional.none().or(optional.of(1)).value() == 1 && optional.ofNonZeroValue('').hasValue() == false",
      "{?'a': optional.none(), 'b': 1}.size() == 1 && [?optional.of(1), ?optional.none()] == [1]",
      'optional.of([1]).optFlatMap(l, l[?0]).value() == 1',
      '[5, 6].all(i, v, v == i + 5) && {"a": 1}.exists(k, v, k == "a" && v == 1)',
      '[1, 2].transformMap(i, v, v > 1, v * 10) == {1: 20} && {"a": 1}.transformList(k, v, k) == ["a"]',
      '{"a": 1}.transformMapEntry(k, v, {v: k}) == {1: "a"}',
    ],
    "with Kubernetes' types": [
      "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('500m').add(quantity('0.5')).compareTo(quantity('1')) == 0",
      "quantity('1.5').asApproximateFloat() == 1.5 && quantity('2k').asInteger() == 2000 && !isQuantity('1 Gi')",
      "url('https://me@example.org:8443/a%20b?q=1&q=2').getPort() == '8443' && url('https://a/b?q=1&q=2').getQuery()['q'] == ['1', '2']",
      "url('https://[::1]:80/x').getHostname() == '::1' && isURL('/path') && !isURL('../x')",
      "ip('192.168.0.1').family() == 4 && ip.isCanonical('::1') && !ip.isCanonical('::0001') && ip('127.0.0.1').isLoopback()",
      "cidr('192.168.0.0/16').containsIP('192.168.3.4') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')",
      "format.dns1123Label().validate('Not valid').hasValue() && !format.dns1123Label().validate('valid').hasValue()",
      "format.named('uuid').hasValue() && !format.named('nothing').hasValue()",
      "semver('1.2.3').isLessThan(semver('1.10.0')) && semver('v1.2', true).minor() == 2 && !isSemver('v1.2.3')",
    ],
  };
  for (const [about, texts] of Object.entries(TRUE))
    describe(about, () => {
      for (const text of texts) it(text, () => assert.equal(result(text), true));
    });

  describe('that fail', () => {
    const failing: readonly (readonly [text: string, error: string])[] = [
      ['1 / (x - 7) > 1', 'division by zero'],
      ['9223372036854775807 + x > 1', 'integer overflow'],
      ['[1, 2][x] == 1', 'index out of bounds: 7'],
      ["{'a': 1}['b'] == 1", 'no such key: b'],
      ['dyn(x).size() == 1', 'no such overload: size'],
      ["int('x' + string(x)) == 1", "type conversion error from 'string' to 'int'"],
      ["'abc'.charAt(x) == ''", 'index out of range: 7'],
      ['optional.none().value() == 1', 'optional.none() dereference'],
      ['[].max() == 1', 'max called on empty list'],
      ['lists.range(-x).size() == 0', 'lists.range: size must be non-negative, got -7'],
      ['lists.range(x * 1000000).size() == 0', 'lists.range: size 7000000 exceeds maximum allowed (1000000)'],
    ];
    for (const [text, error] of failing) it(text, () => assert.equal(result(text), error));
  });
});

describe('expressions of an earlier release', () => {
  it('make ranges of any size', () => {
    const earlier = extendEnvironment(baseEnvironment('1.36', 'stored'), { variables: { x: DYN } });
    const outcome = (text: string): unknown => {
      const compiled = compileExpression(text, earlier);
      assert.ok(isProgram(compiled));
      const { value, error } = evaluate(compiled, () => 7n);
      return error ?? value;
    };
    assert.equal(outcome('lists.range(-x).size()'), 0n);
    assert.equal(outcome('lists.range(x * 1000000).size()'), 'operation cancelled: actual cost limit exceeded');
  });
});

describe('costs of evaluation', () => {
  const costOf = (text: string, costLimit = 1_000_000): number | string | undefined => {
    const compiled = compileExpression(text, environment);
    assert.ok(isProgram(compiled));
    const { cost, error } = evaluate(compiled, () => 7n, { costLimit });
    return error ?? cost;
  };
  it("are counted in the server's units", () => {
    assert.deepEqual(
      ['true', 'x == 7', "'abcdefghijkl'.contains(string(x))", '[1, 2, 3].all(i, i < x)', "{'a': x}.size() == 1"].map((text) =>
        costOf(text),
      ),
      [0, 2, 4, 19, 33],
    );
  });
  it('have a limit', () => {
    assert.equal(
      costOf('lists.range(100000).all(i, lists.range(100000).all(j, i + j < x * 1000000))'),
      'operation cancelled: actual cost limit exceeded',
    );
    assert.equal(costOf('[1, 2, 3].all(i, i < x)', 5), 'operation cancelled: actual cost limit exceeded');
  });
});
