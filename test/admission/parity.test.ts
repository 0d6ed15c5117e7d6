import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { answerText, readFixtures } from '../../tools/parity/fixture.ts';
import { clusterOfFixtures } from '../../tools/parity/admission.ts';
import { loadSchemas } from '../../src/schema/load.ts';

/** What kube-apiserver 1.37.2 said to objects where the setup exists stands in their comments (`npm run parity:update`). */
const folder = fileURLToPath(new URL('parity', import.meta.url));
const registry = loadSchemas('1.37');

describe('admission parity', () => {
  for (const theme of readdirSync(folder)) {
    describe(theme, () => {
      const simulation = clusterOfFixtures(join(folder, theme), registry);

      it('has a setup without mistakes', () => {
        assert.deepEqual(simulation.problems, []);
      });

      readFixtures(join(folder, theme, 'objects.yaml')).forEach(({ answer, value, remarks }, index) => {
        it(`${index} ${remarks.replace(/^## /, '')}`, () => {
          const line = verdictLine({ source: theme, index, value }, simulation.ask(value), { object: true, registry });
          assert.deepEqual(answerText(line, value).split('\n'), answer.split('\n'));
        });
      });
    });
  }
});
