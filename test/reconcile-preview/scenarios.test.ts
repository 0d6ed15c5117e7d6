import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { previewSteps, type Step } from '../../src/reconcile-preview/steps.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { comparePreviews, type ComparableStep } from '../support/compare-preview.ts';

const ROOT = join(import.meta.dirname, 'scenarios');
const registry = loadSchemas('1.37');
const themes = readdirSync(ROOT);
const scenarios = themes.flatMap((theme) => readdirSync(join(ROOT, theme)).map((name) => `${theme}/${name}`));

const stepFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();

const stepsOf = (folder: string): Step[] =>
  stepFiles(folder).map((file) => ({ file, documents: readDocuments(file, readFileSync(join(folder, file), 'utf8')) }));

describe('scenarios', () => {
  it('are folders of numbered steps with what a real control plane made of them, and nothing else', () => {
    for (const theme of themes) assert.ok(statSync(join(ROOT, theme)).isDirectory(), theme);
    for (const scenario of scenarios) {
      const folder = join(ROOT, scenario);
      const steps = stepFiles(folder);
      assert.ok(steps.length > 0, `${scenario} has no steps`);
      assert.deepEqual(readdirSync(folder).sort(), [...steps.map((_, i) => `${i + 1}.yaml`), 'expected.json'].sort(), scenario);
    }
  });

  for (const scenario of scenarios) {
    it(`${scenario} ends as on a real control plane`, () => {
      const folder = join(ROOT, scenario);
      const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as { readonly steps: readonly ComparableStep[] };
      const preview = JSON.parse(JSON.stringify(previewSteps(stepsOf(folder), registry))) as { readonly steps: readonly ComparableStep[] };
      assert.deepEqual(comparePreviews(expected.steps, preview.steps), []);
    });
  }
});
