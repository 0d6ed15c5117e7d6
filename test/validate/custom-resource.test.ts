import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { answerText, fixtureFiles, readFixtures } from '../../tools/parity/fixture.ts';

/** What kube-apiserver 1.37.2 said to the fixtures with the CRDs of `crds.yml` in the cluster stands in their comments (`npm run parity:update`). */
const folder = fileURLToPath(new URL('custom-resource', import.meta.url));

describe('parity of custom resources', () => {
  const registry = loadSchemas('1.37');
  const api = createControlPlane({ registry });

  before(() => {
    for (const { value } of readDocuments('crds.yml', readFileSync(join(folder, 'crds.yml'), 'utf8'))) {
      assert.ok(value);
      assert.equal(api.create(value).verdict, 'accepted');
    }
  });

  for (const file of fixtureFiles(folder)) {
    describe(file, () => {
      readFixtures(join(folder, file)).forEach(({ answer, value, remarks }, index) => {
        it(`${index} ${remarks.replace(/^## /, '') || (/^\w+/.exec(answer)?.[0] ?? '')}`, () => {
          const verdict = api.createOrReplace(value, { dryRun: true, ensure: true });
          const line = verdictLine({ source: file, index, value }, verdict, { object: true, registry });
          assert.deepEqual(answerText(line, value).split('\n'), answer.split('\n'));
        });
      });
    });
  }
});
