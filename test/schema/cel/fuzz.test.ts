import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileExpression, evaluate, isProgram } from '../../../src/schema/cel/compile.ts';
import { estimateCost } from '../../../src/schema/cel/cost-estimate.ts';
import { baseEnvironment, extendEnvironment } from '../../../src/schema/cel/environment.ts';
import { DYN, INT, listType, mapType, STRING } from '../../../src/schema/cel/types.ts';
import { listOf, mapOf, type Value } from '../../../src/schema/cel/value.ts';

const environment = extendEnvironment(baseEnvironment('1.37', 'stored'), {
  variables: { s: STRING, n: INT, l: listType(STRING), m: mapType(STRING, INT), d: DYN },
});
const VALUES: Readonly<Record<string, Value>> = {
  s: 'aé😀',
  n: 7n,
  l: listOf(['b', 'a', 'b']),
  m: mapOf([['a', 1n]]),
  d: mapOf([['a', listOf([1.5, null])]]),
};

/** What an expression comes to: whatever is written, compiling and evaluating answer, within their bounds. */
function outcome(text: string): string {
  const compiled = compileExpression(text, environment);
  if (!isProgram(compiled)) {
    assert.match(compiled.errors, /./);
    return compiled.errors;
  }
  const { min, max } = estimateCost(compiled.checked, undefined);
  assert.ok(min >= 0 && min <= max, `${text}: ${min} to ${max}`);
  const { error, cost } = evaluate(compiled, (name) => VALUES[name], { costLimit: 20_000 });
  assert.ok(cost >= 0);
  return error ?? '';
}

const TOKENS = [
  's', 'n', 'l', 'm', 'd', 'x', '1', '1.5', '2u', "'a'", '"%d"', "b'a'", "r'\\d'", 'true', 'null', '(', ')', '[', ']', '{', '}', ',', ':', '.', '?', '?.', '[?', '!', '-', '+',
  '*', '/', '%', '<', '==', '!=', 'in', '&&', '||', '.all(', '.map(', '.filter(', '.exists_one(', '.size()', 'has(', '.optMap(', '.sort()', '.format(', 'int(', 'quantity(', '`a`',
  '//', '\n', "'", '"', "'''", '\\', '#', '\u0000', '😀', 'as', 'Msg{',
] as const; // prettier-ignore

/** Expressions that mostly fit together. */
const { expression } = fc.letrec<{ expression: string; leaf: string }>((tie) => ({
  leaf: fc.constantFrom('s', 'n', 'l', 'm', 'd', '1', '-3', '0.5', "'b'", 'true', '[]', '{}', 'optional.none()', 'x', "duration('1s')", "quantity('1Ki')"),
  expression: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'expression' },
    tie('leaf'),
    fc.tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '%', '<', '==', '!=', '&&', '||', 'in'), tie('expression')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('expression'), tie('expression'), tie('expression')).map(([a, b, c]) => `(dyn(${a}) == dyn(${b}) ? dyn(${b}) : dyn(${c}))`),
    fc.tuple(tie('expression'), fc.constantFrom('all', 'exists', 'map', 'filter', 'exists_one', 'sortBy', 'optMap'), tie('expression')).map(([a, name, b]) => `dyn(${a}).${name}(x, ${b})`),
    fc.tuple(tie('expression'), fc.constantFrom('transformList', 'transformMap', 'all', 'existsOne'), tie('expression')).map(([a, name, b]) => `dyn(${a}).${name}(x, y, ${b})`),
    fc.tuple(fc.constantFrom('dyn', 'string', 'int', 'size', 'type', 'optional.of', 'ip', 'url', 'semver', 'lists.range', 'isIP', 'strings.quote'), tie('expression')).map(([name, a]) => `${name}(dyn(${a}))`),
    fc.tuple(tie('expression'), fc.constantFrom('size', 'sum', 'max', 'isSorted', 'distinct', 'reverse', 'flatten', 'join', 'trim', 'upperAscii', 'hasValue', 'value', 'isInteger')).map(([a, name]) => `dyn(${a}).${name}()`),
    fc.tuple(tie('expression'), fc.constantFrom('contains', 'startsWith', 'matches', 'find', 'split', 'indexOf', 'orValue', 'includes', 'or'), tie('expression')).map(([a, name, b]) => `dyn(${a}).${name}(dyn(${b}))`),
    fc.tuple(tie('expression'), fc.constantFrom('[', '[?'), tie('expression')).map(([a, open, b]) => `dyn(${a})${open}dyn(${b})]`),
    fc.array(tie('expression'), { maxLength: 4 }).map((items) => `[${items.map((item) => `dyn(${item})`).join(', ')}]`),
    fc.array(fc.tuple(tie('expression'), tie('expression')), { maxLength: 3 }).map((items) => `{${items.map(([k, v]) => `dyn(${k}): dyn(${v})`).join(', ')}}`),
  ),
})); // prettier-ignore

describe('whatever is written as an expression', () => {
  it('is answered when it is made of tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 25 }), (tokens) => void outcome(tokens.join(''))),
      { seed: 11, numRuns: 1500 },
    );
  });

  it('is answered when it is made of characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => void outcome(text)),
      { seed: 12, numRuns: 500 },
    );
  });

  it('is answered when it mostly fits together', () => {
    let evaluated = 0;
    fc.assert(
      fc.property(expression, (text) => {
        if (!outcome(text).startsWith('ERROR')) evaluated++;
      }),
      { seed: 13, numRuns: 1500 },
    );
    assert.ok(evaluated > 500, `${evaluated} of 1500 are evaluated`);
  });

  const nested = (open: string, middle: string, close: string, depth = 3000): string => open.repeat(depth) + middle + close.repeat(depth);
  const deep: Readonly<Record<string, string>> = {
    parentheses: nested('(', '1', ')'),
    brackets: nested('[', '', ']'),
    'open brackets': '['.repeat(5000),
    braces: nested('{1:', '1', '}'),
    'open braces': '{1:'.repeat(5000),
    negations: `${'!'.repeat(5000)}true`,
    minuses: `${'- '.repeat(5000)}1`,
    selections: `d${'.a'.repeat(5000)}`,
    indices: nested('d[', '1', ']'),
    calls: nested('size(', '1', ')'),
    choices: `${'true ? 1 : '.repeat(3000)}2`,
    macros: nested('[1].all(x, ', 'true', ')', 200),
    sums: `1${' + 1'.repeat(20_000)}`,
    conjunctions: `true${' && true'.repeat(10_000)}`,
    'unfinished texts': '"'.repeat(5000),
    errors: '1 1 '.repeat(5000),
    'a long name': 'a'.repeat(99_000),
  };
  for (const [name, text] of Object.entries(deep)) it(`may be nested as it likes: ${name}`, () => void outcome(text));

  const large: Readonly<Record<string, string>> = {
    'lists that double': `[1]${'.map(x, [x, x])'.repeat(10)}.size()`,
    'texts that double': `[s]${'.map(x, x + x + x + x)'.repeat(30)}[0].size() > 0`,
    'texts replaced by longer ones': `s${".replace('', s + s + s + s)".repeat(12)}.size() > 0`,
    'lists joined with themselves': `[[1, 2, 3]]${'.map(x, x + x + x + x)'.repeat(40)}.size()`,
    'ranges': 'lists.range(9223372036854775807).size()',
    'ranges of ranges': 'lists.range(100000).map(x, lists.range(100000)).flatten().size()',
    'repeated walks': `lists.range(1000).all(a, lists.range(1000).all(b, a + b < 10000))`,
    'patterns that backtrack': `'${'a'.repeat(2000)}b'.matches('${'(a*)*'.repeat(50)}$')`,
    'patterns that expand': `s.matches('${'('.repeat(5)}a${'{1000})'.repeat(5)}')`,
    'equality of shared parts': `[[[1]]]${'.map(x, [x, x, x, x, x, x])'.repeat(9)} == [[1]]`,
    'formats': `'%s'.format([[l, l, l, l]${'.map(x, [x, x, x, x])'.repeat(8)}])`,
    'large numbers': "quantity('1e999999999999999999').isGreaterThan(quantity('1'))",
  }; // prettier-ignore
  for (const [name, text] of Object.entries(large)) it(`may grow as it likes: ${name}`, () => void outcome(text));
});
