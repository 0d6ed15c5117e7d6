import assert from 'node:assert/strict';
import { pemBlocks } from '../../src/model/pem.ts';

const block = (type: string, ...lines: readonly string[]): string =>
  [`-----BEGIN ${type}-----`, ...lines, `-----END ${type}-----`, ''].join('\n');
const summary = (text: string): string[] =>
  pemBlocks(text).map(({ type, hasHeaders, bytes }) => `${type}${hasHeaders ? ' with headers' : ''}: ${new TextDecoder().decode(bytes)}`);

describe('pemBlocks', () => {
  it('finds all blocks between other text', () =>
    assert.deepEqual(summary(`Bag\n${block('A', 'aGVs', 'bG8=')}noise\n${block('B C', 'aGk=')}`), ['A: hello', 'B C: hi']));

  it('sees headers', () => assert.deepEqual(summary(block('A', 'Proc-Type: 4', '', 'aGk=')), ['A with headers: hi']));

  it('skips blocks that are not closed, closed by another name, or no base64', () => {
    assert.deepEqual(summary('-----BEGIN A-----\naGk=\n'), []);
    assert.deepEqual(summary('-----BEGIN A-----\naGk=\n-----END B-----\n'), []);
    assert.deepEqual(summary(block('A', '%%%')), []);
  });
});
