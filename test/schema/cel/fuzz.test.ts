import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compileExpression, evaluate, isProgram } from '../../../src/schema/cel/compile.ts';
import { estimateCost } from '../../../src/schema/cel/cost-estimate.ts';
import { baseEnvironment, extendEnvironment } from '../../../src/schema/cel/environment.ts';
import { BOOL, DYN, INT, listType, mapType, STRING } from '../../../src/schema/cel/types.ts';
import { jsonValue } from '../../../src/schema/cel/json-value.ts';
import { authorizerValue, requestResourceValue, type Authorize } from '../../../src/schema/cel/library/authorizer.ts';
import { policyEnvironment } from '../../../src/schema/cel/policy-environment.ts';
import { isList, isMap, isOptional, listOf, mapOf, type Value } from '../../../src/schema/cel/value.ts';
import { MAX_STEPS, stepsTaken } from '../../../src/schema/cel/work-limit.ts';
import { randomExpression, randomPattern, spoilt } from '../../support/random-expression.ts';
import { chance } from '../../support/random-object.ts';

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

/** What stands for the objects of a request. */
const OBJECT = jsonValue(
  {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b', labels: { a: 'x', b: '' } } },
    ...{
      data: { a: 'x'.repeat(1000), x: '1' },
      spec: { replicas: 3, containers: [{ name: 'a' }, { name: 'é' }] },
      a: [1.5, null, true],
      x: {},
    },
  },
  true,
);
const authorize: Authorize = ({ verb }) => ({ allowed: verb === 'get', reason: '' });
const policies = policyEnvironment('1.37', 'stored', {
  ...{ hasParams: true, hasAuthorizer: true, hasPatchTypes: true },
  variables: { a: listType(STRING), x: INT, spec: DYN },
});
const REQUEST: Readonly<Record<string, Value>> = {
  ...{ object: OBJECT, oldObject: null, params: OBJECT, namespaceObject: OBJECT, request: OBJECT },
  ...{ 'authorizer': authorizerValue(authorize), 'authorizer.requestResource': requestResourceValue(authorize, { resource: 'configmaps' }) },
  variables: mapOf([['a', listOf(['a', 'b'])], ['x', 3n], ['spec', OBJECT]]),
}; // prettier-ignore

const COST_LIMIT = 20_000;
/** What evaluating may build for that cost: elements and characters, shared ones once. */
const MAX_SIZE = 10_000_000;

/** What an expression comes to: whatever is written, compiling and evaluating answer, within their bounds of cost, steps and size. */
function outcome(text: string, within = environment, values = VALUES): string {
  const compiled = compileExpression(text, within);
  if (!isProgram(compiled)) {
    assert.match(compiled.errors, /./);
    // up to a hundred errors, each with its line and a pointer
    assert.ok(compiled.errors.length <= 110 * (3 * text.length + 2000), `${compiled.errors.length} characters about ${text.length}`);
    return compiled.errors;
  }
  const { min, max } = estimateCost(compiled.checked, undefined);
  assert.ok(min >= 0 && min <= max, `${text}: ${min} to ${max}`);
  const { error, cost, value } = evaluate(compiled, (name) => values[name], { costLimit: COST_LIMIT });
  // the call that goes beyond the limit is the last one
  assert.ok(cost >= 0 && (cost <= COST_LIMIT || error === 'operation cancelled: actual cost limit exceeded'), `${text} costs ${cost}`);
  assert.ok(
    stepsTaken() <= MAX_STEPS || error === 'operation cancelled: actual cost limit exceeded',
    `${text} takes ${stepsTaken()} steps`,
  );
  assert.ok(sizeOf(value) <= MAX_SIZE, `${text} evaluates to ${sizeOf(value)}`);
  return error ?? '';
}

/** How many elements and characters a value has, shared ones once. */
function sizeOf(value: Value | undefined, seen = new Set<Value>()): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return 1 + value.length;
  if (value === undefined || typeof value !== 'object' || value === null || seen.has(value)) return 1;
  seen.add(value);
  if (isList(value)) return sizesOf(value.length, (i) => value.at(i), seen);
  if (isOptional(value)) return sizeOf(value.value, seen);
  if (!isMap(value)) return 1;
  const keys = value.keys();
  return sizesOf(keys.length, (i) => value.find(keys[i] ?? null), seen);
}
function sizesOf(length: number, at: (index: number) => Value | undefined, seen: Set<Value>): number {
  let sum = 1;
  for (let i = 0; i < length; i++) sum += sizeOf(at(i), seen);
  return sum;
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
      { seed: 13, numRuns: 1000 },
    );
    assert.ok(evaluated > 330, `${evaluated} of 1000 are evaluated`);
  });

  it('is answered when it is of the variables, functions and macros of policies', () => {
    const random = chance(14);
    let evaluated = 0;
    for (let i = 0; i < 4000; i++) {
      const text = randomExpression(policies, random, { size: 3 + random(random(20) === 0 ? 80 : 10), oddity: 60 }, BOOL);
      if (!outcome(text, policies, REQUEST).startsWith('ERROR')) evaluated++;
    }
    assert.ok(evaluated > 2400, `${evaluated} of 4000 are evaluated`);
  });

  it('is answered when it is nearly right', () => {
    const random = chance(15);
    for (let i = 0; i < 2000; i++)
      void outcome(spoilt(randomExpression(policies, random, { size: 2 + random(12), oddity: 20 }), random), policies, REQUEST);
  });

  it('is answered when it has patterns', () => {
    const random = chance(16);
    const texts = ['a'.repeat(1000), 'ab'.repeat(300), 'é😀'.repeat(100), ''];
    let evaluated = 0;
    for (let i = 0; i < 1000; i++) {
      const call = ['matches(p)', "find(p) == ''", 'findAll(p).size() > 1', 'findAll(p, 2).size() > 1'][random(4)] ?? '';
      const pattern = randomPattern(random);
      const values: Readonly<Record<string, Value>> = { object: texts[random(texts.length)] ?? '', params: pattern };
      // patterns that stand in the expression, and such that come with the request
      const [text, isGiven] =
        random(2) === 0 ? [`object.${call.replace('p', JSON.stringify(pattern))}`, false] : [`object.${call.replace('p', 'params')}`, true];
      const result = outcome(text, policies, values);
      if (isGiven ? !/regex/i.test(result) : !result.startsWith('ERROR')) evaluated++;
    }
    assert.ok(evaluated > 600, `${evaluated} of 1000 are evaluated`);
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

  const growing = extendEnvironment(environment, { variables: { params: STRING } });
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
    'patterns of many parts': "lists.range(1000).all(i, params.find('(a?){1000}[bc]$') == '')",
    'patterns that look to the end each time': "params.findAll('a[^b]*b|a').size() > 0",
    'replacements within replacements': `s${".replace('a', 'aa').replace('aa', 'a' + s)".repeat(200)} == ''`,
    'joins of splits': `${"s.split('').map(x, s)".repeat(1)}${".join(s).split('').map(x, s)".repeat(12)}.size() > 0`,
    'maps of maps': `[{'a': [l]}]${".map(x, {'a': [x, x], 'b': x})".repeat(30)} == []`,
    'bindings of bindings': `optional.of([1])${'.optMap(x, x + x)'.repeat(60)}.value().size() > 0`,
    'sorting': 'lists.range(1000000).map(i, -i).sort() == lists.range(3)',
    'quantities added up': `quantity('1e30')${".add(quantity('1e30'))".repeat(500)}.isGreaterThan(quantity('1'))`,
    'formats with many digits': `'${'%.999999999f'.repeat(20)}'.format([${'1.5, '.repeat(19)}1.5]).size() > 0`,
    'quoted texts': `${'strings.quote('.repeat(40)}s${')'.repeat(40)}.size() > 0`,
    'formats': `'%s'.format([[l, l, l, l]${'.map(x, [x, x, x, x])'.repeat(8)}])`,
    'large numbers': "quantity('1e999999999999999999').isGreaterThan(quantity('1'))",
  }; // prettier-ignore
  for (const [name, text] of Object.entries(large))
    it(`may grow as it likes: ${name}`, () => void outcome(text, growing, { ...VALUES, params: 'a'.repeat(100_000) }));
});
