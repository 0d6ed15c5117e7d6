import assert from 'node:assert/strict';
import { join } from 'node:path';
import { decodeSource, readSourceFile } from '../../src/cli/read-source.ts';
import { withDirectory } from './temporary-directory.ts';

const bytes = (...parts: (string | number[])[]): Uint8Array => Buffer.concat(parts.map((part) => Buffer.from(part)));

describe('decodeSource', () => {
  it('reads UTF-8 and keeps a byte order mark', () =>
    assert.deepEqual(decodeSource(bytes('\ufeffkind: Ünïcode'), 'x'), { text: '\ufeffkind: Ünïcode' }));
  it('points at the first invalid byte', () =>
    assert.deepEqual(decodeSource(bytes('a: 1\nb: é', [0xe9], '\nc: ', [0xff]), 'x.yaml').problem, {
      code: 'input/invalid-utf8',
      message: 'x.yaml is not UTF-8: invalid byte 0xe9 in line 2 (offset 10)',
      note: 'Save the file as UTF-8.',
    }));
  it('keeps the documents beside the invalid byte apart', () =>
    assert.match(decodeSource(bytes('a: 1\n---\nb: ', [0xff]), 'x').text ?? '', /^a: 1\n---\nb: .$/));
  it('refuses a cut-off character at the end', () =>
    assert.equal(decodeSource(bytes('a: ', [0xe2, 0x82]), 'x').problem?.code, 'input/invalid-utf8'));
  it('refuses binary files', () =>
    assert.deepEqual(decodeSource(bytes('\u007fELF', [0, 1]), 'x').problem, {
      code: 'input/binary',
      message: 'x is a binary file (byte 0 at offset 4)',
    }));
  it('names UTF-16', () => {
    assert.equal(decodeSource(bytes([0xff, 0xfe], [0x61, 0]), 'x').problem?.message, 'x is UTF-16 (little endian), not UTF-8');
  });
});

describe('readSourceFile', () => {
  it('reads a file larger than its first buffer', () =>
    withDirectory({ 'a.yaml': 'x'.repeat(300_000) }, (cwd) => {
      assert.equal(readSourceFile('a.yaml', cwd).text?.length, 300_000);
    }));
  it('names the file that may be meant', () =>
    withDirectory({ 'sub/web.yaml': '' }, (cwd) =>
      assert.equal(readSourceFile('sub/wbe.yaml', cwd).problem?.note, 'Did you mean sub/web.yaml?'),
    ));
  it('says why a file cannot be read', () =>
    withDirectory({ 'd/x.yaml': '' }, (cwd) => {
      const messages = ['gone.yaml', 'd', join('d', 'x.yaml', 'y')].map((source) => {
        return readSourceFile(source, cwd).problem?.message;
      });
      assert.deepEqual(messages, [
        'cannot read gone.yaml: no such file or directory',
        'cannot read d: it is a directory',
        'cannot read d/x.yaml/y: part of the path is not a directory',
      ]);
    }));
});
