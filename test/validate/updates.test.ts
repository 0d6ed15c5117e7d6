import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { answerText, fixtureFiles, readUpdates } from '../../tools/parity/fixture.ts';

/** What kube-apiserver 1.37.2 said to updates stands in the comment of the second document (`npm run parity:update`). */
const folder = fileURLToPath(new URL('updates', import.meta.url));

describe('parity of updates', () => {
  const registry = loadSchemas('1.37');
  for (const file of fixtureFiles(folder)) {
    readUpdates(join(folder, file)).forEach(({ before, after }, i) => {
      it(`${file} ${i} ${before.remarks.replace(/^## /, '')}`.trimEnd(), () => {
        const api = createControlPlane({ registry });
        const { verdict } = api.createOrReplace(before.value, { ensure: true });
        assert.equal(verdict, 'accepted');
        const answer = api.createOrReplace(after.value, { dryRun: true, ensure: true });
        const line = verdictLine({ source: file, index: 1, value: after.value }, answer, { object: true, registry });
        assert.deepEqual(answerText(line, after.value).split('\n'), after.answer.split('\n'));
      });
    });
  }
});
