import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSchemas } from '../../src/schema/load.ts';
import { clusterOfFixtures, OBJECTS } from '../../tools/parity/admission.ts';
import { readFixtures } from '../../tools/parity/fixture.ts';

/**
 * No webhook of the fixtures can be reached and none may fail, so a real server's refusal names the first one that it asks. Comments hold its answers
 * (`npm run parity:update`).
 */
const folder = fileURLToPath(new URL('webhooks', import.meta.url));
const registry = loadSchemas('1.37');

describe('webhooks', () => {
  const simulation = clusterOfFixtures(folder, registry);

  it('are set up without mistakes', () => assert.deepEqual(simulation.problems, []));

  readFixtures(join(folder, OBJECTS)).forEach(({ answer, value, remarks }) => {
    it(remarks.replace('## ', ''), () => {
      const [, asked] = /failed calling webhook "([^"]*)"/.exec(answer) ?? [];
      const got = simulation.ask(value);
      assert.ok(got.verdict !== 'unknown-kind');
      assert.equal(got.calls?.[0]?.webhook.name, asked);
      if (asked === undefined) {
        const refusal = got.verdict === 'rejected' ? `rejected ${got.code}: ${got.status.message}` : 'accepted';
        assert.equal(refusal, answer.split('\n')[0]);
      }
    });
  });
});
