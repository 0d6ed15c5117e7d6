import assert from 'node:assert/strict';
import { createControlPlane } from '../../../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../../../src/model/json.ts';
import { controllerComponent } from '../../../../src/reconcile-preview/controller-component.ts';
import { garbageCollector } from '../../../../src/reconcile-preview/controllers/garbage-collector/controller.ts';
import { createEngine } from '../../../../src/reconcile-preview/engine.ts';
import { loadSchemas } from '../../../../src/schema/load.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';

const registry = loadSchemas('1.37');
const KEY = { group: '', kind: 'ConfigMap', namespace: 'default' };

function cluster() {
  const server = createControlPlane({ registry });
  const engine = createEngine(server, [controllerComponent(garbageCollector)]);
  const make = (
    name: string,
    owners: readonly { readonly name: string; readonly uid: string; readonly block?: boolean }[] = [],
  ): string => {
    const ownerReferences: JsonObject[] = owners.map(({ name: owner, uid, block = false }) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: owner,
      uid,
      blockOwnerDeletion: block,
    }));
    const answer = engine.act('user', () => server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ownerReferences } }));
    assert.equal(answer.verdict, 'accepted');
    return (answer.verdict === 'accepted' && answer.object.metadata.uid) || '';
  };
  const remove = (name: string, propagation: 'Background' | 'Foreground' | 'Orphan'): void => {
    engine.act('user', () => deleteByKey(server, { ...KEY, name }, { propagation }));
    engine.run();
  };
  const names = (): (string | undefined)[] =>
    server.cluster.store.list({ group: '', kind: 'ConfigMap' }, 'default').map(({ metadata }) => metadata.name);
  const ownersOf = (name: string): number => server.cluster.store.get({ ...KEY, name })?.metadata.ownerReferences?.length ?? 0;
  return { engine, make, remove, names, ownersOf };
}

describe('garbage collector', () => {
  it('deletes dependents of what is gone, and theirs', () => {
    const { make, remove, names } = cluster();
    const uid = make('owner');
    const child = make('child', [{ name: 'owner', uid }]);
    make('grandchild', [{ name: 'child', uid: child }]);
    remove('owner', 'Background');
    assert.deepEqual(names(), []);
  });

  it('tries again what it is refused, later each time', () => {
    const { engine, make, remove, names } = cluster();
    const write = (object: JsonObject): void =>
      void engine.act('user', (server) => assert.equal(server.createOrReplace(object).verdict, 'accepted'));
    const policy = (failing: string): JsonObject => ({
      ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', metadata: { name: 'keep' } },
      spec: {
        matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['configmaps'] }] },
        validations: [{ expression: failing }],
      },
    });
    write(policy("oldObject.metadata.name != 'child'"));
    write({
      ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicyBinding', metadata: { name: 'keep' } },
      spec: { policyName: 'keep', validationActions: ['Deny'] },
    });
    make('child', [{ name: 'owner', uid: make('owner') }]);
    remove('owner', 'Background');
    assert.deepEqual(names(), ['child']);
    assert.deepEqual(
      engine.pending().map(({ by }) => by),
      ['garbage-collector-controller'],
    );
    write(policy('true'));
    engine.run({ recurring: true, limit: 10 * 60_000 });
    assert.deepEqual(names(), []);
  });

  it('keeps what names an owner that cannot be looked up', () => {
    const { engine } = cluster();
    const keeps = (object: JsonObject, apiVersion: string, kind: string): boolean => {
      const ownerReferences = [{ apiVersion, kind, name: 'nobody', uid: 'u' }];
      const written = { ...object, metadata: { name: 'child', ownerReferences } };
      const answer = engine.act('user', (server) => server.create(written));
      assert.equal(answer.verdict, 'accepted');
      engine.run();
      return engine.server.cluster.store.all().some(({ metadata }) => metadata.name === 'child');
    };
    const configMap = { apiVersion: 'v1', kind: 'ConfigMap' };
    const priorityClass = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 1 };
    assert.equal(keeps(configMap, 'v1', 'Secret'), false);
    assert.equal(keeps(configMap, 'v1', 'Node'), false);
    assert.equal(keeps(priorityClass, 'v1', 'Node'), false);
    assert.equal(keeps(priorityClass, 'v1', 'Secret'), true, 'a namespaced owner of a cluster-scoped object');
    assert.equal(keeps(configMap, 'example.org/v1', 'Gadget'), true, 'an unknown kind');
  });

  it('drops one owner of two and keeps the object', () => {
    const { make, remove, names, ownersOf } = cluster();
    const [a, b] = [make('a'), make('b')];
    make('child', [
      { name: 'a', uid: a },
      { name: 'b', uid: b },
    ]);
    remove('a', 'Background');
    assert.deepEqual([names(), ownersOf('child')], [['b', 'child'], 1]);
  });

  it('deletes what names an owner that never was', () => {
    const { engine, make, names } = cluster();
    make('child', [{ name: 'nobody', uid: '00000000-0000-4000-8000-000000000000' }]);
    engine.run();
    assert.deepEqual(names(), []);
  });

  it('deletes dependents before their owner when asked to', () => {
    const { engine, make, remove, names } = cluster();
    const uid = make('owner');
    make('child', [{ name: 'owner', uid, block: true }]);
    remove('owner', 'Foreground');
    assert.deepEqual(names(), []);
    const deleted = engine.timeline.entries.filter(({ type }) => type === 'DELETED').map(({ object }) => object.metadata.name);
    assert.deepEqual(deleted, ['child', 'owner']);
  });

  it('leaves dependents behind when asked to', () => {
    const { make, remove, names, ownersOf } = cluster();
    const uid = make('owner');
    make('child', [{ name: 'owner', uid }]);
    remove('owner', 'Orphan');
    assert.deepEqual([names(), ownersOf('child')], [['child'], 0]);
  });
});
