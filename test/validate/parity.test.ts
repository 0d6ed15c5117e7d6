import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { enableApis, optionalApis } from '../../src/schema/enable-apis.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { strategies } from '../../src/validate/strategies.ts';
import { answerText, fixtureFiles, folderOf, readFixtures } from '../../tools/parity/fixture.ts';
import { apiVersionOf } from '../../src/model/group-version-kind.ts';

/** What kube-apiserver 1.37.2 said to the fixtures stands in their comments (`npm run parity:update`). */
const folder = fileURLToPath(new URL('parity', import.meta.url));
const registry = enableApis(loadSchemas('1.37'), optionalApis(loadSchemas('1.37')));

/** Kinds that are never accepted where nothing else is: a binding needs its pod (test/apiserver/binding.test.ts). */
const NEVER_ACCEPTED: readonly string[] = ['core/binding'];

describe('parity', () => {
  const verdicts = new Map<string, Set<string>>();
  for (const file of fixtureFiles(folder)) {
    describe(file, () => {
      const api = createControlPlane({ registry });
      readFixtures(join(folder, file)).forEach(({ answer, value, remarks }, index) => {
        const [verdict = ''] = /^\w+/.exec(answer) ?? [];
        const known = verdicts.get(folderOf(value)) ?? new Set();
        verdicts.set(folderOf(value), known.add(verdict));
        it(`${index} ${remarks.replace(/^## /, '') || verdict}`, () => {
          assert.equal(folderOf(value), dirname(file), 'stands in the folder of its kind');
          const line = verdictLine({ source: file, index, value }, api.createOrReplace(value, { dryRun: true, ensure: true }), {
            object: true,
            registry,
          });
          assert.deepEqual(answerText(line, value).split('\n'), answer.split('\n'));
        });
      });
    });
  }

  it('has something accepted and something rejected for each kind with rules', () => {
    const folders = [...new Set(strategies.map(({ gvk }) => folderOf({ apiVersion: apiVersionOf(gvk), kind: gvk.kind })))];
    const lacking = folders.filter((each) => !verdicts.get(each)?.has('accepted') || !verdicts.get(each)?.has('rejected'));
    assert.deepEqual(lacking.sort(), NEVER_ACCEPTED);
  });
});
