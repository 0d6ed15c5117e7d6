import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInProcess } from './run-in-process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The first lines that the README shows below a command. */
function shownBelow(command: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const begin = readme.indexOf(`${command}\n`) + command.length + 1;
  assert.ok(begin > command.length, `the README does not show ${command}`);
  return readme.slice(begin, readme.indexOf('```', begin));
}

describe('the README', () => {
  it('shows what a preview of the example prints', async () => {
    const { output, code } = await runInProcess(['preview', 'examples/nginx.yaml'], { cwd: ROOT });
    assert.equal(code, 0);
    assert.equal(shownBelow('$ npm ci && npx drydock preview examples/nginx.yaml'), output);
  });

  it('shows the first problem of the example that gets stuck', async () => {
    const { output } = await runInProcess(['preview', 'examples/stuck.yaml'], { cwd: ROOT });
    assert.ok(output.startsWith(shownBelow('$ npx drydock preview examples/stuck.yaml')), output);
  });
});
