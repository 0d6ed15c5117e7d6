import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const GOOD = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good\n';
const BOMB = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\ndata:\n  a: &a [x,x,x,x,x,x,x,x,x,x]\n${Array.from({ length: 8 }, (_, i) => `  ${'bcdefghi'[i]}: &${'bcdefghi'[i]} [${Array(10).fill(`*${'abcdefgh'[i]}`).join(',')}]\n`).join('')}`;
const NESTED = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: nested}\ndata: ${'['.repeat(200)}${']'.repeat(200)}\n`;

/** Each row: the bad file, what the message says, the exit code when it comes alone. */
const FILES: readonly [name: string, content: string | Uint8Array, message: RegExp, code: number][] = [
  ['binary.yaml', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3]), /binary\.yaml is a binary file/, 2],
  ['latin1.yaml', Buffer.from('apiVersion: v1\nkind: Caf\xe9\n', 'latin1'), /latin1\.yaml is not UTF-8: invalid byte 0xe9 in line 2/, 2],
  ['utf16.yaml', Buffer.from('\ufeffkind: Pod', 'utf16le'), /utf16\.yaml is UTF-16/, 2],
  ['bomb.yaml', BOMB, /error\[yaml\/syntax\].*excessive aliasing/s, 1],
  ['nested.yaml', NESTED, /error\[schema\/wrong-type\]/, 1],
  ['deeper.yaml', `a: ${'['.repeat(20_000)}`, /error\[yaml\/syntax\]/, 1],
  ['tab.yaml', 'a:\n\tb: 1\n', /error\[yaml\/syntax\]/, 1],
];

describe('bad input', () => {
  for (const [name, content, message, code] of FILES) {
    it(`${name} has a clear message and the other file is still checked`, () =>
      withDirectory({ [name]: content, 'good.yaml': GOOD }, async (cwd) => {
        const alone = await runInProcess(['check', name], { cwd });
        assert.match(alone.output, message);
        assert.equal(alone.code, code);
        const both = await runInProcess(['check', '.'], { cwd });
        assert.match(both.output, message);
        assert.match(both.output, /in 2 files/);
        assert.doesNotMatch(alone.output + alone.errors + both.output + both.errors, /\n\s+at .*:\d+:\d+/);
      }));
  }

  it('an unreadable file', () =>
    withDirectory({ 'locked.yaml': GOOD, 'good.yaml': GOOD, 'folder.yaml/x.txt': '' }, async (cwd) => {
      chmodSync(join(cwd, 'locked.yaml'), 0);
      const gone = await runInProcess(['check', 'gone.yaml', 'good.yaml'], { cwd });
      assert.match(gone.output, /cannot read gone\.yaml: no such file or directory/);
      assert.match(gone.output, /1 document in 2 files/);
      assert.equal(gone.code, 2);
      // Root may read everything, so only the message for others is looked at.
      if (process.getuid?.() !== 0) assert.match((await runInProcess(['check', 'locked.yaml'], { cwd })).output, /permission denied/);
    }));

  it('an empty directory', () =>
    withDirectory({}, async (cwd) => {
      mkdirSync(join(cwd, 'empty'));
      const { code, output } = await runInProcess(['check', 'empty'], { cwd });
      assert.match(output, /error\[input\/empty-directory\]: directory empty holds no/);
      assert.equal(code, 2);
    }));

  it('findings outrank unreadable files', () =>
    withDirectory({ 'bad.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: UP}\nspec: {containers: []}\n' }, async (cwd) =>
      assert.equal((await runInProcess(['check', 'gone.yaml', 'bad.yaml'], { cwd })).code, 1),
    ));

  const usage: readonly [args: string[], message: RegExp][] = [
    [[], /no command given/],
    [['chek'], /unknown command chek; did you mean check\?/],
    [['check', '--outptu', 'json', '.'], /unknown option --outptu; did you mean --output\?/],
    [['check', '-k', '1.2', '.'], /unknown Kubernetes version 1\.2: Drydock knows 1\.34, 1\.35, 1\.36, 1\.37/],
    [['admit', '-o', 'sarif', '.'], /option -o is one of text, json, jsonl, yaml, not "sarif"/],
    [['check', '--fail-on', 'warn', '.'], /option --fail-on is one of error, warning, info, never, not "warn"; did you mean/],
    [['check'], /nothing to look at/],
    [['admit', '--update', 'one.yaml'], /--update takes a directory/],
    [['diff', 'one'], /diff takes two paths/],
    [['preview', '--steps', 'gone'], /cannot read gone: no such file/],
    [['explain', 'deploymnt'], /no kind "deploymnt"; did you mean/],
    [['check', '--setup', 'gone.yaml', '.'], /--setup: cannot read gone\.yaml/],
    [['check', '--config', 'gone.yaml', '.'], /cannot read gone\.yaml/],
  ];
  for (const [args, message] of usage) {
    it(`drydock ${args.join(' ')}`, () =>
      withDirectory({}, async (cwd) => {
        const { code, output, errors } = await runInProcess(args, { cwd });
        assert.match(errors, message);
        assert.deepEqual([code, output], [2, '']);
      }));
  }
});
