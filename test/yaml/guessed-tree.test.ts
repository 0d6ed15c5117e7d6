import assert from 'node:assert/strict';
import { guessedTree } from '../../src/yaml/guessed-tree.ts';
import { valueOf, type SyntaxNode } from '../../src/yaml/syntax-node.ts';
import { tolerantTree } from '../../src/yaml/tolerant-tree.ts';

const guess = (text: string): SyntaxNode | undefined => guessedTree(text, { start: 0, end: text.length });
const value = (text: string): unknown => {
  const node = guess(text);
  return node && valueOf(node);
};

describe('a guessed syntax tree', () => {
  it('goes on after mistakes', () => {
    assert.deepEqual(value('kind: Pod\nspec: {a: [1, 2\nx: z\n'), { kind: 'Pod', spec: { a: [1, 2] }, x: 'z' });
    assert.deepEqual(value('a: b: c\n'), { a: { b: 'c' } });
  });

  it('knows where keys and values stand in the file', () => {
    const text = '# first\n---\nkind: "Pod"\nbad: }\n';
    const start = text.indexOf('kind');
    const node = guessedTree(text, { start, end: text.length });
    assert.ok(node?.kind === 'mapping');
    const [entry] = node.entries;
    assert.equal(text.slice(entry?.key.range.start, entry?.key.range.end), 'kind');
    assert.equal(text.slice(entry?.value.range.start, entry?.value.range.end), '"Pod"');
  });

  it('follows aliases of scalars and stops at cycles', () => {
    assert.deepEqual(value('a: &x 1\nb: *x\nc: }\n'), { a: 1, b: 1, c: null });
    assert.ok(guess('a: &x [*x]\nc: }\n'));
  });

  it('leaves alone what is nested without bound', () => {
    assert.equal(guess('['.repeat(100_000)), undefined);
  });

  it('is what editors get when mending line by line leads nowhere', () => {
    const mistakes = Array.from({ length: 60 }, (_, i) => `k${i}: "a" b\n`).join('');
    const text = `kind: Pod\n${mistakes}`;
    const node = tolerantTree(text, { start: 0, end: text.length });
    assert.ok(node?.kind === 'mapping');
    assert.equal(node.entries[0]?.name, 'kind');
  });
});
