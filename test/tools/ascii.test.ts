import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import { toAscii } from '../../tools/ascii.mjs';

describe('toAscii', () => {
  it('keeps what scripts do when a byte of them is read as a character', () => {
    const source = '["µs", `μs`, "😀"].map((text) => /^(µs|μs|😀)$/u.test(text)).join()';
    const { code } = transformSync(source, { charset: 'ascii', target: 'node20', minifyWhitespace: true });
    const asRead = (script: string): string => Buffer.from(script, 'utf8').toString('latin1');
    assert.equal((0, eval)(asRead(toAscii(code))), 'true,true,true');
    assert.equal((0, eval)(asRead(code)), 'false,false,false');
  });

  it('refuses what would mean something else', () => {
    assert.throws(() => toAscii('/\\µ/'));
  });
});
