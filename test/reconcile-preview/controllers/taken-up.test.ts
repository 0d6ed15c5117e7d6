import assert from 'node:assert/strict';
import { createControlPlane } from '../../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { createComponents } from '../../../src/reconcile-preview/components.ts';
import { jobTakenUpAfter, takenUpAfter } from '../../../src/reconcile-preview/controllers/taken-up.ts';
import { createEngine } from '../../../src/reconcile-preview/engine.ts';
import { loadSchemas } from '../../../src/schema/load.ts';

const object = (metadata: object) => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a', ...metadata } });
const owner = { apiVersion: 'apps/v1', kind: 'Release', name: 'a', uid: 'x', controller: true };

describe('how soon workloads are taken up', () => {
  it('is later than the next document, for what is new', () => {
    assert.equal(takenUpAfter({ type: 'added', revision: 1, object: object({}), before: undefined }), 25);
  });

  it('is sooner for Jobs, whose controller writes nothing else before, but not before the pods of a Deployment that comes right before', () => {
    const after = jobTakenUpAfter({ type: 'added', revision: 1, object: object({}), before: undefined });
    assert.ok(after < 20 && 20 + after > 25);
  });

  it('is at once for changes and for what a controller wrote', () => {
    const before = object({ generation: 1 });
    assert.equal(takenUpAfter({ type: 'modified', revision: 2, object: object({ generation: 2 }), before }), 0);
    assert.equal(takenUpAfter({ type: 'added', revision: 1, object: object({ ownerReferences: [owner] }), before: undefined }), 0);
  });

  it('lets a pod behind a Deployment come first', () => {
    const engine = createEngine(createControlPlane({ registry: loadSchemas('1.37') }), createComponents());
    const create = (body: JsonObject): void => {
      assert.equal(engine.act('user', (server) => server.create(body)).verdict, 'accepted');
      engine.run({ quietFor: 20, limit: 20 });
    };
    const spec = { containers: [{ name: 'c', image: 'registry.example.org/c:1' }] };
    const template = { metadata: { labels: { app: 'a' } }, spec };
    create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'set' },
      spec: { selector: { matchLabels: { app: 'a' } }, template },
    });
    create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'alone' }, spec });
    engine.run({ quietFor: 1000 });
    const pods = engine.timeline.entries
      .filter(({ type, object: { kind } }) => type === 'ADDED' && kind === 'Pod')
      .map(({ object: { metadata } }) => metadata.name);
    assert.deepEqual([pods.length, pods[0]], [2, 'alone']);
  });
});
