import assert from 'node:assert/strict';
import { compileExpression, isProgram } from '../../../src/schema/cel/compile.ts';
import { estimateCost } from '../../../src/schema/cel/cost-estimate.ts';
import { UNBOUNDED } from '../../../src/schema/cel/cost-range.ts';
import { ruleEnvironments } from '../../../src/schema/cel/compile-rule.ts';
import { declTypeOf } from '../../../src/schema/cel/decl-type.ts';
import type { SchemaProps } from '../../../src/schema/crd/schema-props.ts';

const word = { type: 'string', maxLength: 25 };
const pairs: SchemaProps = {
  type: 'array',
  maxItems: 4,
  items: {
    type: 'object',
    properties: {
      few: { type: 'array', maxItems: 2, items: word },
      many: { type: 'array', maxItems: 100, items: { type: 'string', maxLength: 250 } },
    },
  },
};
const schema: SchemaProps = {
  type: 'object',
  properties: {
    word,
    text: { type: 'string' },
    words: { type: 'array', maxItems: 4, items: word },
    texts: { type: 'array', items: { type: 'string' } },
    map: { type: 'object', maxProperties: 3, additionalProperties: word },
    long: { type: 'object', properties: { list: { type: 'array', maxItems: 50, items: word } } },
    a: { type: 'object', properties: { b: { type: 'object', properties: { pairs } } } },
    pairs,
  },
};
const type = declTypeOf(schema, false);
assert.ok(type);
const { plain } = ruleEnvironments(type, '1.37', 'stored');
function maxCost(text: string): number {
  const compiled = compileExpression(text, plain);
  assert.ok(isProgram(compiled), text);
  return estimateCost(compiled.checked, type).max;
}

describe('what rules cost at most', () => {
  const table: readonly (readonly [text: string, cost: number])[] = [
    ['true', 0],
    ['has(self.word)', 1],
    ["self.word == 'a'", 3],
    ["self.word.contains('abc')", 12],
    ["self.word.matches('^[a-z]+$')", 24],
    ["self.words.all(w, w.startsWith('a'))", 23],
    ['self.words.exists(w, self.words.exists(v, v == w))', 287],
    ['self.map.all(k, self.map[k].size() < 5)', 30],
    ["self.words.join(',').size() > 3", 45],
    ["self.word.replace('a', 'bcd').size() > 1", 24],
    ["self.word.split(',').all(w, w.size() > 1)", 623],
    ["(has(self.word) ? self.words : self.long.list).all(w, w.contains('a'))", 205],
    ['sets.contains(self.words, self.long.list)', 206],
    ['self.words.sort()[0] == self.word', 50],
    ["quantity(self.word).isGreaterThan(quantity('1'))", 14],
    ["optional.of(self.word).orValue('x') == 'y'", 5],
  ];
  for (const [text, cost] of table) it(`${text}: ${cost}`, () => assert.equal(maxCost(text), cost));

  it('is without bound only where the language does not bound it', () => {
    assert.equal(maxCost('self.texts.all(t, self.texts.all(u, t == u))') > 1e15, true);
    assert.equal(maxCost('lists.range(int(self.text)).size() > 1'), UNBOUNDED);
  });

  it('takes paths as upstream does, where a later one can overwrite an earlier', () => {
    const text = (list: string, other: string): string =>
      `${list}.all(p, p.few.all(f, p.${other}.size() > 1 && f.contains('abcdefghijkl')))`;
    const lists = ['self.pairs', 'self.a.b.pairs'];
    assert.deepEqual(lists.map((list) => [maxCost(text(list, 'few')), maxCost(text(list, 'many'))]), [[251, 11_227], [253, 83_229]]); // prettier-ignore
  });
});
