import assert from 'node:assert/strict';
import { createStyle, printable, wantsColor } from '../../src/cli/style.ts';

describe('wantsColor', () => {
  it('follows the terminal', () => assert.deepEqual([wantsColor('auto', true, {}), wantsColor('auto', false, {})], [true, false]));
  it('respects NO_COLOR', () => assert.equal(wantsColor('auto', true, { NO_COLOR: '1' }), false));
  it('ignores an empty NO_COLOR', () => assert.equal(wantsColor('auto', true, { NO_COLOR: '' }), true));
  it('lets the flag outrank the environment', () =>
    assert.deepEqual([wantsColor('always', false, { NO_COLOR: '1' }), wantsColor('never', true, { FORCE_COLOR: '1' })], [true, false]));
  it('takes TERM=dumb for no terminal', () => assert.equal(wantsColor('auto', true, { TERM: 'dumb' }), false));
});

describe('createStyle', () => {
  it('wraps text only when enabled', () =>
    assert.deepEqual([createStyle(true).red('x'), createStyle(false).red('x')], ['\u001b[31mx\u001b[39m', 'x']));
});

describe('printable', () => {
  it('replaces what a terminal would obey', () => assert.equal(printable('a\u001b[2Jb\u202ec\td'), 'a�[2Jb�c d'));
});
