import assert from 'node:assert/strict';
import { basename, dirname, join } from 'node:path';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { admissionOf, SETTINGS } from '../../tools/parity/admission.ts';
import { answerToUser, asUser, sendAs } from '../../tools/parity/as-user.ts';
import { fixtureFiles, readFixtures } from '../../tools/parity/fixture.ts';

/** What kube-apiserver 1.37.2 said to users who are no administrators stands in the comments (`npm run as-user:update`). */
const folder = join(import.meta.dirname, 'as-user');
const registry = loadSchemas('1.37');

describe('requests of users', () => {
  for (const file of fixtureFiles(folder).filter((name) => basename(name) !== SETTINGS)) {
    describe(file, () => {
      const api = createControlPlane({ registry, admission: admissionOf(join(folder, dirname(file))) });
      const fixtures = readFixtures(join(folder, file));
      before(() => {
        for (const fixture of fixtures) {
          if (asUser(fixture)) continue;
          assert.equal(api.create(fixture.value, { ensure: true }).verdict, 'accepted', fixture.body);
        }
        for (const { metadata } of api.cluster.store.list({ group: '', kind: 'Namespace' })) {
          if (metadata.name)
            api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: metadata.name } });
        }
      });
      fixtures.forEach((fixture, index) => {
        const sender = asUser(fixture);
        if (!sender) return;
        it(`${index} ${sender.username} ${sender.about}`, () => {
          const { value, answer } = fixture;
          const given = sendAs(api, fixture, sender);
          if (sender.username === '') return assert.equal(given.verdict, 'accepted');
          const line = verdictLine({ source: file, index, value }, given, { object: true, registry });
          assert.deepEqual(answerToUser(line, value, sender).split('\n'), answer.split('\n'));
        });
      });
    });
  }
});
