import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { verdictLine } from '../../src/apiserver/verdict.ts';
import { enableApis, optionalApis } from '../../src/schema/enable-apis.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { parseRelease } from '../../src/schema/release.ts';
import { answerText, fixtureFiles } from '../../tools/parity/fixture.ts';
import { answerRequest, definitionsOf, isCustom, readRequests } from '../../tools/parity/requests.ts';

/** What kube-apiservers of several releases said to requests stands in their comments (`npm run requests:update`). */
const folder = join(import.meta.dirname, 'requests');
const definitions = definitionsOf(import.meta.dirname);

describe('parity of requests', () => {
  for (const name of readdirSync(folder)) {
    const release = parseRelease(name);
    assert.ok(release, name);
    const registry = enableApis(loadSchemas(release), optionalApis(loadSchemas(release)));
    for (const file of fixtureFiles(join(folder, name))) {
      readRequests(join(folder, name, file)).forEach((fixture, index) => {
        it(`${name}/${file} ${index} ${fixture.request}: ${fixture.about}`, () => {
          const { sent } = fixture;
          const api = createControlPlane({ registry });
          if (isCustom(sent.value)) for (const definition of definitions) api.create(definition);
          const answer = answerRequest(api, fixture);
          const line = verdictLine({ source: file, index, value: sent.value }, answer, { object: true, registry });
          assert.deepEqual(answerText(line, sent.value).split('\n'), sent.answer.split('\n'));
        });
      });
    }
  }
});
