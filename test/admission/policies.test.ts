import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { answerText, readFixtures } from '../../tools/parity/fixture.ts';

/**
 * What kube-apiserver 1.37.2 said to each document of `objects.yaml`, with the policies and objects of `setup.yaml` in the cluster, stands in its leading
 * comment (`npm run parity:update`).
 */
const folder = fileURLToPath(new URL('policies', import.meta.url));

describe('admission policies', () => {
  const registry = loadSchemas('1.37');

  for (const theme of readdirSync(folder).sort()) {
    describe(theme, () => {
      const api = createControlPlane({ registry });

      before(() => {
        for (const { value, error } of readDocuments('setup.yaml', readFileSync(join(folder, theme, 'setup.yaml'), 'utf8'))) {
          assert.ok(value, error);
          const answer = api.createOrReplace(value, { ensure: true });
          assert.equal(answer.verdict, 'accepted', JSON.stringify(answer));
        }
      });

      readFixtures(join(folder, theme, 'objects.yaml')).forEach(({ answer, value, remarks }, index) => {
        it(`${index} ${remarks.replace(/^## /, '') || (/^\w+/.exec(answer)?.[0] ?? '')}`, () => {
          const verdict = api.createOrReplace(value, { dryRun: true, ensure: true });
          const line = verdictLine({ source: theme, index, value }, verdict, { object: true, registry });
          assert.deepEqual(answerText(line, value).split('\n'), answer.split('\n'));
        });
      });
    });
  }

  it('has nothing but themes of two files', () => {
    for (const theme of readdirSync(folder)) assert.deepEqual(readdirSync(join(folder, theme)).sort(), ['objects.yaml', 'setup.yaml']);
  });
});
