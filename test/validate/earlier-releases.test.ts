import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import type { Release } from '../../src/schema/release.ts';

function refusal(release: Release, before: JsonObject, after: JsonObject) {
  const api = createControlPlane({ registry: loadSchemas(release) });
  assert.equal(api.createOrReplace(before, { ensure: true }).verdict, 'accepted');
  const answer = api.createOrReplace(after, { dryRun: true, ensure: true });
  return answer.verdict === 'rejected' ? answer : assert.fail(answer.verdict);
}

const update = (...[release, before, after]: Parameters<typeof refusal>): string => refusal(release, before, after).status.message;

const metadata = { name: 'x' };
const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'c' }] } };
const binding = (name: string): JsonObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata,
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
});
const storageClass = (parameters: JsonObject): JsonObject => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata,
  provisioner: 'a.b/c',
  parameters,
});
const statefulSet = (serviceName: string): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata,
  spec: { serviceName, selector: { matchLabels: { a: 'b' } }, template },
});
const job = (rest: JsonObject): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata,
  spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } }, ...rest },
});
const node = (providerID: string): JsonObject => ({ apiVersion: 'v1', kind: 'Node', metadata, spec: { providerID } });

describe('updates in earlier releases', () => {
  it('call a binding to another role a change', () => {
    assert.match(update('1.36', binding('r'), binding('s')), /: cannot change roleRef$/);
    assert.match(update('1.37', binding('r'), binding('s')), /: field is immutable$/);
  });
  it('name what may change of a stateful set', () => {
    assert.match(
      update('1.36', statefulSet('a'), statefulSet('b')),
      /: spec: Forbidden: updates to statefulset spec for fields other than 'replicas', /,
    );
    assert.match(update('1.37', statefulSet('a'), statefulSet('b')), /: spec\.serviceName: Invalid value: "b": field is immutable$/);
  });
  it('tell no parameters from an empty list of them until 1.35', () => {
    assert.match(update('1.35', storageClass({}), storageClass({})), /: parameters: Forbidden: updates to parameters are forbidden\.$/);
    assert.throws(() => update('1.36', storageClass({}), storageClass({})), /accepted/);
  });
  it('check a changed job as a new one, too', () => {
    const fields = (release: Release): (string | undefined)[] => {
      const { status } = refusal(release, job({}), job({ template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } }));
      return (status.details?.causes ?? []).map(({ field }) => field);
    };
    const [selector, labels] = ['spec.selector', 'spec.template.metadata.labels'];
    assert.deepEqual(fields('1.36'), [selector, labels, selector, labels, selector, 'spec.template']);
    assert.deepEqual(fields('1.37'), [selector, labels, selector, 'spec.template']);
  });
  it('refuse another provider of a node in other words', () => {
    assert.match(
      update('1.36', node('a'), node('b')),
      /: spec\.providerID: Forbidden: node updates may not change providerID except from "" to valid$/,
    );
  });
});
