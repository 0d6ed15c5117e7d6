import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Json } from '../../src/model/json.ts';
import { decodeStructValue } from '../../src/schema/decode.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { loadQuickAccept } from '../../src/schema/quick-accept.ts';
import { RELEASES } from '../../src/schema/release.ts';
import { chance, randomValue } from '../support/random-object.ts';

describe('quick accept', () => {
  const kind = async (group: string, name: string, release: (typeof RELEASES)[number] = '1.37'): Promise<(value: unknown) => boolean> => {
    const registry = loadSchemas(release);
    const resource = registry.resource({ group, version: 'v1', kind: name });
    assert.ok(resource);
    return loadQuickAccept(registry, resource);
  };

  it('says yes to what plainly fits', async () => {
    const deployment = await kind('apps', 'Deployment');
    const container = {
      name: 'c',
      image: 'i',
      resources: { limits: { cpu: '500m', memory: '1Gi' } },
      ports: [{ containerPort: 80 }],
      env: null,
    };
    assert.ok(
      deployment({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'd' },
        spec: { replicas: 1, template: { spec: { containers: [container] } } },
      }),
    );
    assert.ok((await kind('', 'Secret'))({ data: { a: 'AAA=' } }));
  });

  it('says no to what does not', async () => {
    const deployment = await kind('apps', 'Deployment');
    for (const spec of [
      'x',
      { replicas: '1' },
      { replicas: 1.5 },
      { replicas: 4294967296 },
      { replica: 1 },
      { template: { spec: { containers: [{ resources: { limits: { cpu: 'x' } } }] } } },
    ]) {
      assert.ok(!deployment({ spec }), JSON.stringify(spec));
    }
    assert.ok(!(await kind('', 'Secret'))({ data: { a: 'AAA' } }));
  });

  it('knows the releases apart', async () => {
    const pod = { spec: { containers: [], schedulingGroup: {} } };
    const answers = await Promise.all(RELEASES.map(async (release) => (await kind('', 'Pod', release))(pod)));
    assert.deepEqual(answers, [false, false, true, true]);
  });

  for (const release of RELEASES) {
    it(`${release}: yes means that decoding takes it`, async () => {
      const registry = loadSchemas(release);
      const resources = registry.resources();
      const validators = await Promise.all(resources.map((resource) => loadQuickAccept(registry, resource)));
      let yes = 0;
      fc.assert(
        fc.property(fc.integer(), fc.nat(resources.length - 1), fc.constantFrom(0, 100), (seed, at, oddity) => {
          const type = resources[at]?.type ?? '';
          const value = randomValue(registry, { kind: 'struct', name: type }, chance(seed), oddity);
          if (!validators[at]?.(value)) return;
          yes++;
          assert.equal(decodeStructValue(registry, type, value as Json).error, undefined);
        }),
        { seed: 8, numRuns: 300 },
      );
      assert.ok(yes > 20, `only ${yes} of 300 were accepted`);
    });
  }
});
