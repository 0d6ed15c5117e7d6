import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../src/model/json.ts';
import type { SchedulerSetup } from '../../src/model/scheduler-configuration.ts';
import { previewSteps, type Step } from '../../src/reconcile-preview/steps.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import type { SchemaRegistry } from '../../src/schema/registry.ts';
import type { Release } from '../../src/schema/release.ts';
import { readSchedulerConfiguration } from '../../src/validate/kubescheduler/kube-scheduler-configuration/setup.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { comparePreviews, type ComparableStep } from '../support/compare-preview.ts';

const ROOT = join(import.meta.dirname, 'scenarios');
const SCHEDULER = 'kube-scheduler.json';
const parseJson = (text: string): JsonObject => JSON.parse(text) as JsonObject;
const themes = readdirSync(ROOT);
const scenarios = themes.flatMap((theme) => readdirSync(join(ROOT, theme)).map((name) => `${theme}/${name}`));

const stepFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();

const stepsOf = (folder: string): Step[] =>
  stepFiles(folder).map((file) => ({ file, documents: readDocuments(file, readFileSync(join(folder, file), 'utf8')) }));

/** How the scheduler of a scenario is set up, where it is not as by default. */
function schedulerOf(folder: string, registry: SchemaRegistry): SchedulerSetup | undefined {
  if (!existsSync(join(folder, SCHEDULER))) return undefined;
  const { setup, problems } = readSchedulerConfiguration(parseJson(readFileSync(join(folder, SCHEDULER), 'utf8')), registry);
  assert.deepEqual(problems, [], folder);
  return setup;
}

interface Expected {
  /** The release that it was asked of: `v1.37.2`. */
  readonly kubernetes: string;
  readonly steps: readonly ComparableStep[];
}

describe('scenarios', () => {
  it('are folders of numbered steps with what a real control plane made of them, and nothing else', () => {
    for (const theme of themes) assert.ok(statSync(join(ROOT, theme)).isDirectory(), theme);
    for (const scenario of scenarios) {
      const folder = join(ROOT, scenario);
      const steps = stepFiles(folder);
      assert.ok(steps.length > 0, `${scenario} has no steps`);
      const known = [...steps.map((_, i) => `${i + 1}.yaml`), 'expected.json'];
      const others = readdirSync(folder).filter((name) => !known.includes(name));
      assert.deepEqual([known.length, others.filter((name) => name !== SCHEDULER)], [steps.length + 1, []], scenario);
      assert.ok(existsSync(join(folder, 'expected.json')), `${scenario} has no expectation`);
    }
  });

  for (const scenario of scenarios) {
    it(`${scenario} ends as on a real control plane`, () => {
      const folder = join(ROOT, scenario);
      const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected;
      const registry = loadSchemas(expected.kubernetes.slice(1, expected.kubernetes.lastIndexOf('.')) as Release);
      const result = previewSteps(stepsOf(folder), registry, { scheduler: schedulerOf(folder, registry) });
      const preview = JSON.parse(JSON.stringify(result)) as Pick<Expected, 'steps'>;
      assert.deepEqual(comparePreviews(expected.steps, preview.steps), []);
    });
  }
});
