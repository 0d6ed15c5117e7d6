import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createStore, objectKeyOf } from '../../src/cluster/create-store.ts';
import type { KubernetesObject } from '../../src/cluster/object.ts';
import type { ObjectStore } from '../../src/cluster/store.ts';

const POD = { group: '', kind: 'Pod' };
const pod = (name: string, namespace = 'default', spec: unknown = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace },
  spec,
});
const names = (store: ObjectStore, namespace?: string): string[] =>
  store.list(POD, namespace).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

describe('store', () => {
  it('counts every write and gives it to the object', () => {
    const store = createStore(10);
    assert.equal(store.put(pod('a')).metadata.resourceVersion, '11');
    assert.equal(store.put(pod('b')).metadata.resourceVersion, '12');
    store.remove({ ...POD, namespace: 'default', name: 'a' });
    assert.equal(store.revision, 13);
    assert.equal(store.put(pod('b', 'default', { nodeName: 'n' })).metadata.resourceVersion, '14');
  });

  it('takes no version for a write that changes nothing', () => {
    const store = createStore();
    const first = store.put(pod('a', 'default', { nodeName: 'n' }));
    assert.equal(
      store.put({ ...pod('a', 'default', { nodeName: 'n' }), metadata: { namespace: 'default', name: 'a', resourceVersion: '999' } }),
      first,
    );
    assert.equal(store.revision, 2);
    assert.equal(store.changesSince(0).length, 1);
  });

  it('lists by namespace, then name, all kinds by group and kind', () => {
    const store = createStore();
    for (const [name, namespace] of [
      ['b', 'x'],
      ['a', 'y'],
      ['a', 'x'],
      ['c', 'x'],
      ['B', 'x'],
    ] as const)
      store.put(pod(name, namespace));
    store.put({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'a' } });
    store.put({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
    assert.deepEqual(names(store), ['x/B', 'x/a', 'x/b', 'x/c', 'y/a']);
    assert.deepEqual(names(store, 'y'), ['y/a']);
    assert.deepEqual(names(store, 'z'), []);
    assert.deepEqual(
      store.all().map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      ['Node n', 'Pod B', 'Pod a', 'Pod b', 'Pod c', 'Pod a', 'Deployment d'],
    );
  });

  it('finds an object whatever its version', () => {
    const store = createStore();
    store.put({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'h', namespace: 'x' } });
    assert.equal(
      store.get({ group: 'autoscaling', kind: 'HorizontalPodAutoscaler', namespace: 'x', name: 'h' })?.apiVersion,
      'autoscaling/v2',
    );
  });

  it('never changes a list that it handed out', () => {
    const store = createStore();
    store.put(pod('a'));
    store.put(pod('c'));
    const [inNamespace, everywhere] = [store.list(POD, 'default'), store.list(POD)];
    store.put(pod('b'));
    store.remove({ ...POD, namespace: 'default', name: 'a' });
    for (const list of [inNamespace, everywhere])
      assert.deepEqual(
        list.map(({ metadata }) => metadata.name),
        ['a', 'c'],
      );
    assert.deepEqual(names(store), ['default/b', 'default/c']);
  });

  it('forks into independent continuations with one past', () => {
    const store = createStore();
    store.put(pod('a'));
    const fork = store.fork();
    store.put(pod('b'));
    fork.put(pod('c'));
    fork.remove({ ...POD, namespace: 'default', name: 'a' });
    assert.deepEqual(names(store), ['default/a', 'default/b']);
    assert.deepEqual(names(fork), ['default/c']);
    const told = (each: ObjectStore): string[] =>
      each.changesSince(1).map(({ type, revision, object }) => `${revision} ${type} ${object.metadata.name}`);
    assert.deepEqual(told(store), ['2 added a', '3 added b']);
    assert.deepEqual(told(fork), ['2 added a', '3 added c', '4 deleted a']);
  });

  it('tells what came after a revision with what was before', () => {
    const store = createStore();
    store.put(pod('a'));
    const fork = store.fork().fork();
    fork.put(pod('a', 'default', { nodeName: 'n' }));
    const [change, ...rest] = fork.changesSince(2);
    assert.deepEqual(rest, []);
    assert.equal(change?.type, 'modified');
    assert.deepEqual(change.before?.spec, {});
    assert.deepEqual(change.object.spec, { nodeName: 'n' });
    assert.deepEqual(fork.changesSince(3), []);
  });

  it('agrees with a plain map under any writes and forks', () => {
    const write = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      namespace: fc.constantFrom('x', 'y'),
      spec: fc.constantFrom(0, 1),
      remove: fc.boolean(),
      fork: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(write, { maxLength: 40 }), (writes) => {
        let store = createStore();
        const expected = new Map<string, unknown>();
        const abandoned: [ObjectStore, string[]][] = [];
        for (const { name, namespace, spec, remove, fork } of writes) {
          if (fork) {
            abandoned.push([store, names(store)]);
            store = store.fork();
          }
          if (remove) {
            store.remove({ ...POD, namespace, name });
            expected.delete(`${namespace}/${name}`);
          } else {
            store.put(pod(name, namespace, spec));
            expected.set(`${namespace}/${name}`, spec);
          }
        }
        assert.deepEqual(names(store), [...expected.keys()].sort());
        for (const object of store.all()) assert.equal(object.spec, expected.get(`${object.metadata.namespace}/${object.metadata.name}`));
        for (const [other, were] of abandoned) assert.deepEqual(names(other), were);
        assert.equal(store.changesSince(1).length, store.revision - 1);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('reads deferred CRDs once, when one of their group is looked for, without a version', () => {
    const definition = (name: string, group: string): KubernetesObject => ({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${name}.${group}` },
      spec: { group },
    });
    const loaded: string[] = [];
    const store = createStore(10);
    for (const group of ['a.io', 'b.io'])
      store.defer(group, () => {
        loaded.push(group);
        return [definition('xs', group), definition('ys', group)];
      });
    const fork = store.fork();
    assert.equal(store.definitions('c.io').length, 0);
    assert.deepEqual(
      store.definitions('a.io').map(({ metadata }) => metadata.name),
      ['xs.a.io', 'ys.a.io'],
    );
    store.put({ ...definition('ys', 'a.io'), extra: true });
    assert.deepEqual(loaded, ['a.io']);
    assert.equal(store.revision, 11);
    assert.equal(store.definitions('a.io')[1]?.extra, true);
    assert.equal(fork.remove(objectKeyOf(definition('xs', 'b.io')))?.metadata.name, 'xs.b.io');
    assert.deepEqual(loaded, ['a.io', 'b.io']);
    assert.equal(fork.all().length, 3);
    assert.equal(store.all().length, 4);
  });

  it('knows the key of an object', () => {
    assert.deepEqual(objectKeyOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd' } }), {
      group: 'apps',
      kind: 'Deployment',
      namespace: '',
      name: 'd',
    });
  });
});
