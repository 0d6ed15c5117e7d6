import assert from 'node:assert/strict';
import { sourceFrame } from '../../src/cli/source-frame.ts';
import { createStyle } from '../../src/cli/style.ts';
import { createLineIndex } from '../../src/text/line-index.ts';

const plain = createStyle(false);
const frame = (text: string, start: number, end: number): string =>
  sourceFrame(createLineIndex(text), { start, end }, plain, (mark) => mark).join('\n');
const around = (text: string, part: string): string => frame(text, text.indexOf(part), text.indexOf(part) + part.length);

describe('sourceFrame', () => {
  it('underlines a range below a line of context', () =>
    assert.equal(
      around('kind: Pod\nmetadata:\n  name: Web\n', 'Web'),
      ['   |', ' 2 | metadata:', ' 3 |   name: Web', '   |         ^^^'].join('\n'),
    ));

  it('points at an empty range', () => assert.equal(frame('a: b\n', 3, 3), ['   |', ' 1 | a: b', '   |    ^'].join('\n')));

  it('points behind the last character', () => assert.equal(frame('a: "b', 5, 5), ['   |', ' 1 | a: "b', '   |      ^'].join('\n')));

  it('underlines several lines', () =>
    assert.equal(
      around('a:\n  b: 1\n  c: 2\nd: 3\n', 'b: 1\n  c: 2'),
      ['   |', ' 1 | a:', ' 2 |   b: 1', '   |   ^^^^', ' 3 |   c: 2', '   |   ^^^^'].join('\n'),
    ));

  it('leaves out the middle of many lines', () => {
    const text = 'x:\n- 1\n- 2\n- 3\n- 4\n- 5\n';
    const lines = around(text, '- 1\n- 2\n- 3\n- 4\n- 5').split('\n');
    assert.ok(lines.includes('   | ⋮'));
    assert.ok(lines.includes(' 6 | - 5') && !lines.includes(' 4 | - 3'));
  });

  it('cuts long lines around the range', () => {
    const text = `${'a'.repeat(500)} WRONG ${'b'.repeat(500)}`;
    const [, line = '', mark = ''] = around(text, 'WRONG').split('\n');
    assert.ok(line.length < 160, line);
    assert.equal(line.slice(mark.indexOf('^'), mark.lastIndexOf('^') + 1), 'WRONG');
  });

  it('counts wide characters twice', () => assert.equal(around('名前: 値\n', '値').split('\n').at(-1), `   | ${' '.repeat(6)}^^`));

  it('shows no control characters', () => assert.ok(!around('a: "\u001b[31mred"\n', 'red').includes('\u001b')));
});
