import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { printObject } from '../../src/apiserver/print-object.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const registry = loadSchemas('1.37');
const pod = (name: string, spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers: [{ name: 'c', image: 'c' }], ...spec },
});
const binding = (name: string, metadata: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Binding',
  metadata: { name, ...metadata },
  target: { kind: 'Node', name: 'worker' },
});

/** What kube-apiserver 1.37.2 answers to bindings of pods that are there. */
describe('POST of bindings', () => {
  const api = createControlPlane({ registry });
  before(() => {
    for (const each of [pod('web'), pod('gated', { schedulingGates: [{ name: 'a.b/c' }] }), pod('bound', { nodeName: 'worker' })])
      assert.equal(api.create(each).verdict, 'accepted');
  });
  const refusal = (body: JsonObject): string => {
    const answer = api.create(body, { dryRun: true });
    return answer.verdict === 'rejected' ? `${answer.code} ${answer.status.message}` : answer.verdict;
  };

  it('answers a Status and binds the pod', () => {
    const answer = api.create(binding('web', { labels: { a: 'b' }, annotations: { c: 'd' } }));
    assert.ok(answer.verdict === 'accepted');
    assert.equal(answer.code, 201);
    assert.deepEqual(printObject(registry, answer.resource, answer.object), {
      apiVersion: 'v1',
      kind: 'Status',
      metadata: {},
      status: 'Success',
      code: 201,
    });
    const bound = api.cluster.store.get({ group: '', kind: 'Pod', namespace: 'default', name: 'web' });
    assert.deepEqual(bound?.metadata.labels, { a: 'b' });
    assert.deepEqual(bound?.metadata.annotations, { c: 'd' });
    assert.equal((bound?.spec as JsonObject).nodeName, 'worker');
  });

  it('refuses pods that are bound, held back or another version', () => {
    assert.equal(
      refusal(binding('bound')),
      '409 Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "worker"',
    );
    assert.equal(
      refusal(binding('gated')),
      '409 Operation cannot be fulfilled on pods/binding "gated": pod gated has non-empty .spec.schedulingGates',
    );
    assert.match(
      refusal(binding('gated', { resourceVersion: '3' })),
      /^409 Operation cannot be fulfilled on pods "gated": StorageError: invalid object, Code: 4, Key: \/pods\/default\/gated, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ResourceVersion in precondition: 3, ResourceVersion in object meta: \d+$/,
    );
  });
});
