import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

/**
 * What kube-apiserver 1.37.2 says, in order, to a PUT of an object that is invalid as a new one, too. (`npm run parity:update` creates first and so sees the
 * latter only.)
 */
function causes(before: JsonObject, after: JsonObject): string[] {
  const api = createControlPlane({ registry: loadSchemas('1.37') });
  const created = api.createOrReplace({ ...before, metadata: { name: 'a' } }, { ensure: true });
  if (created.verdict !== 'accepted') return assert.fail(JSON.stringify(created));
  const { apiVersion = '', kind = '' } = before;
  const { resourceVersion = '' } = created.object.metadata;
  const answer = api.replace({ apiVersion, kind, ...after, metadata: { name: 'a', resourceVersion } }, { dryRun: true });
  if (answer.verdict !== 'rejected') return assert.fail(answer.verdict);
  return (answer.status.details?.causes ?? []).map(({ field = '', message = '' }) => `${field}: ${message}`);
}

const of = (apiVersion: string, kind: string, rest: JsonObject): JsonObject => ({ apiVersion, kind, ...rest });

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' };

describe('replacing by an invalid object', () => {
  for (const kind of ['DaemonSet', 'Deployment', 'ReplicaSet']) {
    it(`shows the selector that a ${kind} no longer has as null`, () => {
      const before = of('apps/v1', kind, { spec: { selector: { matchLabels: { a: 'b' } }, template } });
      assert.ok(causes(before, { spec: { template } }).includes('spec.selector: Invalid value: null: field is immutable'));
    });
  }

  it('has the address type of a slice in the order of its rules', () => {
    const before = of('discovery.k8s.io/v1', 'EndpointSlice', { addressType: 'IPv4', endpoints: [{ addresses: ['1.1.1.1'] }] });
    assert.deepEqual(causes(before, { endpoints: [{ addresses: [] }] }), [
      'addressType: Required value',
      'addressType: Invalid value: null: field is immutable',
      'endpoints[0].addresses: Required value',
    ]);
    const after = { addressType: 'IPv5', ports: [{ protocol: 'X' }], endpoints: [{ addresses: [] }] };
    assert.deepEqual(
      causes(before, after).map((cause) => cause.replace(/: supported values.*/, '')),
      [
        'addressType: Unsupported value: "IPv5"',
        'ports[0].protocol: Unsupported value: "X"',
        'addressType: Invalid value: null: field is immutable',
        'endpoints[0].addresses: Required value',
      ],
    );
  });

  it('has the handler of a runtime class first when its form is wrong, last when it is missing', () => {
    const before = of('node.k8s.io/v1', 'RuntimeClass', { handler: 'a' });
    const overhead = { podFixed: { cpu: '-1' } };
    const fields = (after: JsonObject): string[] => causes(before, after).map((cause) => cause.slice(0, 35));
    assert.deepEqual(fields({ handler: 'Bad', overhead }), [
      'handler: Invalid value: "Bad": a lo',
      'overhead.limits[cpu]: Invalid value',
      'handler: Invalid value: null: field',
    ]);
    assert.deepEqual(fields({ handler: '', overhead }), [
      'overhead.limits[cpu]: Invalid value',
      'handler: Invalid value: null: field',
      'handler: Required value',
    ]);
  });

  it('looks into the other role of a binding before its subjects', () => {
    const before = of('rbac.authorization.k8s.io/v1', 'RoleBinding', { roleRef });
    const [kind, name, subject, role] = causes(before, { roleRef: { kind: 'User' }, subjects: [{ kind: 'Some', name: 'a' }] });
    assert.match(kind ?? '', /^roleRef\.kind: Unsupported/);
    assert.equal(name, 'roleRef.name: Required value');
    assert.match(subject ?? '', /^subjects\[0\]\.kind: Unsupported/);
    assert.match(role ?? '', /^roleRef: Invalid value: \{.*field is immutable$/);
  });

  it('misses the provisioner of a storage class before it calls it immutable', () => {
    const before = of('storage.k8s.io/v1', 'StorageClass', { provisioner: 'a.b/c' });
    assert.deepEqual(causes(before, { provisioner: '', reclaimPolicy: 'Retain' }), [
      'provisioner: Required value',
      'provisioner: Invalid value: null: field is immutable',
      'reclaimPolicy: Invalid value: null: field is immutable',
    ]);
  });

  it('checks the attacher of an attachment by hand when the spec has changed', () => {
    const spec = { attacher: 'a', nodeName: 'b', source: { persistentVolumeName: 'c' } };
    const [attacher, immutable] = causes(of('storage.k8s.io/v1', 'VolumeAttachment', { spec }), { spec: { ...spec, attacher: 'Bad_A' } });
    assert.match(attacher ?? '', /^spec\.attacher: Invalid value: "Bad_A": a lowercase RFC 1123 subdomain/);
    assert.equal(immutable, 'spec: Invalid value: null: field is immutable');
  });

  it('names a gate once that a pod may not get', () => {
    const spec = { containers: [{ name: 'c', image: 'i' }], schedulingGates: [{ name: 'a' }] };
    const found = causes(of('v1', 'Pod', { spec }), { spec: { ...spec, schedulingGates: [{ name: 'a' }, { name: 'b' }, { name: 'b' }] } });
    const added = found.filter((cause) => cause.includes('only deletion is allowed'));
    assert.deepEqual(added, ["spec.schedulingGates[2].name: Forbidden: only deletion is allowed, but found new scheduling gate 'b'"]);
  });
});
