import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { resolveInputs } from '../../src/cli/inputs.ts';
import { withDirectory } from './temporary-directory.ts';

const FILES = {
  'b.yaml': 'b',
  'a.yml': 'a',
  'notes.txt': 'n',
  'sub/c.json': '{}',
  'sub/.hidden/d.yaml': 'd',
  'node_modules/e.yaml': 'e',
  '.git/f.yaml': 'f',
};

const resolved = (paths: string[], files: Record<string, string> = FILES, ignore: string[] = []) =>
  withDirectory(files, async (cwd) => {
    const { files: found, problems } = await resolveInputs(paths, { cwd, ignore });
    return {
      sources: found.map(({ source }) => source),
      problems: problems.map(({ code, message, note }) => (note === undefined ? [code, message] : [code, message, note])),
    };
  });

describe('resolveInputs', () => {
  it('finds manifests below a directory in a fixed order', async () =>
    assert.deepEqual((await resolved(['.'])).sources, ['./a.yml', './b.yaml', './sub/c.json']));
  it('keeps the order of files given', async () => assert.deepEqual((await resolved(['b.yaml', 'a.yml'])).sources, ['b.yaml', 'a.yml']));
  it('takes any file named outright', async () => assert.deepEqual((await resolved(['notes.txt'])).sources, ['notes.txt']));
  it('expands globs', async () => assert.deepEqual((await resolved(['**/*.{yaml,json}'])).sources, ['b.yaml', 'sub/c.json']));
  it('counts a file once', async () => assert.deepEqual((await resolved(['b.yaml', './b.yaml', '*.yaml'])).sources, ['b.yaml']));
  it('passes - through', async () => assert.deepEqual((await resolved(['-'])).sources, ['-']));
  it('leaves out what is ignored, but not files named outright', async () =>
    assert.deepEqual((await resolved(['.', 'sub/c.json'], FILES, ['sub/**', 'b.*'])).sources, ['./a.yml', 'sub/c.json']));
  it('does not follow links to directories', () =>
    withDirectory({ 'a/x.yaml': '' }, async (cwd) => {
      symlinkSync(cwd, join(cwd, 'a', 'loop'));
      assert.deepEqual(
        (await resolveInputs(['.'], { cwd })).files.map(({ source }) => source),
        ['./a/x.yaml'],
      );
    }));

  it('leaves it to reading to miss a file', async () =>
    assert.deepEqual(await resolved(['c.yaml', 'b.yaml']), { sources: ['c.yaml', 'b.yaml'], problems: [] }));
  it('reports a directory without manifests', () =>
    withDirectory({}, async (cwd) => {
      mkdirSync(join(cwd, 'empty'));
      const { problems } = await resolveInputs(['empty'], { cwd });
      assert.deepEqual(
        problems.map(({ code, message }) => [code, message]),
        [['input/empty-directory', 'directory empty holds no *.yaml, *.yml or *.json file']],
      );
    }));
  it('reports a glob without matches', async () =>
    assert.deepEqual((await resolved(['*.xml'])).problems, [['input/no-match', 'no file matches *.xml']]));
});
