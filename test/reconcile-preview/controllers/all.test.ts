import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROLLER_ROWS } from '../../../tools/docs/controllers.ts';
import { controllersAreStale } from '../../../tools/docs.ts';
import { controllers } from '../../../src/reconcile-preview/controllers/all.ts';

const FOLDER = join(import.meta.dirname, '../../../src/reconcile-preview/controllers');

describe('controllers', () => {
  it('are one folder and one entry of the list each', () => {
    const folders = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => `${name}-controller`).sort(), controllers.map(({ name }) => name).sort());
  });

  it('have different names', () => {
    assert.equal(new Set(controllers.map(({ name }) => name)).size, controllers.length);
  });

  it('are those that docs/controllers.md lists as simulated, in the same order', () => {
    const simulated = CONTROLLER_ROWS.filter(({ state }) => state === 'simulated');
    assert.deepEqual(
      controllers.map(({ name }) => name),
      simulated.map(({ name }) => name),
    );
    assert.equal(new Set(CONTROLLER_ROWS.map(({ name }) => name)).size, CONTROLLER_ROWS.length);
    for (const { name, note } of CONTROLLER_ROWS) assert.ok(note.endsWith('.'), name);
  });

  it('stand in docs/controllers.md as npm run docs writes it', () => assert.equal(controllersAreStale(), false));
});
