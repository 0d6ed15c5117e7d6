import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseApiVersion } from '../../src/model/group-version-kind.ts';
import { invariant } from '../../src/model/invariant.ts';
import { decode } from '../../src/schema/decode.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { ruleContext } from '../../src/validate/feature-gates.ts';
import { strategyFor } from '../../src/validate/strategies.ts';
import type { KindStrategy } from '../../src/validate/strategy.ts';
import { fixtureFiles, readFixtures } from '../../tools/parity/fixture.ts';

describe('defaults', () => {
  const folder = fileURLToPath(new URL('parity', import.meta.url));
  const registry = loadSchemas('1.37');
  const context = ruleContext('1.37');

  it('are the same when they are set twice', () => {
    for (const file of fixtureFiles(folder)) {
      for (const { value } of readFixtures(join(folder, file))) {
        const gvk = { group: '', version: '', ...parseApiVersion(String(value.apiVersion)), kind: String(value.kind) };
        const [resource, strategy] = [registry.resource(gvk), strategyFor(gvk) as KindStrategy<object> | undefined];
        invariant(resource && strategy, file);
        const { object } = decode(registry, resource, structuredClone(value));
        if (!object) continue;
        strategy.defaults(object, context);
        const once = structuredClone(object);
        strategy.defaults(object, context);
        assert.deepEqual(object, once, file);
      }
    }
  });
});
