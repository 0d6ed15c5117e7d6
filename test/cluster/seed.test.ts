import assert from 'node:assert/strict';
import { createStore } from '../../src/cluster/create-store.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';
import { createSeed } from '../../src/cluster/seed.ts';

const role = (name: string, rules: readonly string[] = []): KubernetesObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRole',
  metadata: { name, resourceVersion: '1' },
  rules,
});
const ROLES = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' };
const key = (name: string) => ({ ...ROLES, namespace: '', name });

function seeded() {
  let loads = 0;
  const seed = createSeed(ROLES.group, () => {
    loads += 1;
    return [role('view'), role('edit')];
  });
  return { seed, loads: () => loads };
}

describe('a store with a seed', () => {
  it('reads it when the group is first asked for, once for all stores', () => {
    const { seed, loads } = seeded();
    const [store, other] = [createStore(1, seed), createStore(1, seed)];
    store.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
    assert.deepEqual(store.list({ group: '', kind: 'ConfigMap' }).length, 1);
    assert.equal(loads(), 0);
    assert.deepEqual(
      store.list(ROLES).map(({ metadata }) => metadata.name),
      ['edit', 'view'],
    );
    assert.equal(other.get(key('view'))?.metadata.resourceVersion, '1');
    assert.equal(loads(), 1);
  });

  it('takes no resource version for it, and writes over it as over any object', () => {
    const store = createStore(1, seeded().seed);
    assert.equal(store.all().length, 2);
    assert.equal(store.revision, 1);
    assert.equal(store.put(role('view', ['x'])).metadata.resourceVersion, '2');
    assert.equal(store.remove(key('edit'))?.metadata.name, 'edit');
    assert.deepEqual(
      store.changesSince(1).map(({ type }) => type),
      ['modified', 'deleted'],
    );
  });

  it('keeps what one store writes from the others', () => {
    const { seed } = seeded();
    const store = createStore(1, seed);
    const fork = store.fork();
    store.put(role('view', ['x']));
    store.remove(key('edit'));
    assert.deepEqual(fork.get(key('view'))?.rules, []);
    assert.ok(fork.get(key('edit')));
    assert.ok(createStore(1, seed).get(key('edit')));
    assert.equal(store.fork().get(key('edit')), undefined);
  });
});
