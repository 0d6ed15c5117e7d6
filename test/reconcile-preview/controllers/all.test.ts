import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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
});
