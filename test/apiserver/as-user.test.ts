import assert from 'node:assert/strict';
import { join } from 'node:path';
import { impersonatedUser } from '../../src/admission/authorization/impersonated-user.ts';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { asUser } from '../../tools/parity/as-user.ts';
import { answerText, fixtureFiles, readFixtures } from '../../tools/parity/fixture.ts';

/** What kube-apiserver 1.37.2 said to users who are no administrators stands in the comments (`npm run as-user:update`). */
const folder = join(import.meta.dirname, 'as-user');
const registry = loadSchemas('1.37');

describe('requests of users', () => {
  for (const file of fixtureFiles(folder)) {
    describe(file, () => {
      const api = createControlPlane({ registry });
      const fixtures = readFixtures(join(folder, file));
      before(() => {
        for (const fixture of fixtures) {
          if (!asUser(fixture)) assert.equal(api.create(fixture.value, { ensure: true }).verdict, 'accepted', fixture.body);
        }
      });
      fixtures.forEach((fixture, index) => {
        const sender = asUser(fixture);
        if (!sender) return;
        const { username, groups, about, replaces } = sender;
        it(`${index} ${username} ${about}`, () => {
          const { value, answer } = fixture;
          const send = replaces ? api.replace : api.createOrReplace;
          const given = send(value, { dryRun: true, user: impersonatedUser(username, groups) });
          const line = verdictLine({ source: file, index, value }, given, { object: true, registry });
          assert.deepEqual(answerText(line, value).split('\n'), answer.split('\n'));
        });
      });
    });
  }
});
