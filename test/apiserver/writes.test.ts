import assert from 'node:assert/strict';
import type { ApiServer } from '../../src/apiserver/api-server.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { deleteByKey } from '../support/delete-by-key.ts';
import { accepted, newServer, refusal } from './answers.ts';

/** Texts and codes are those of kube-apiserver 1.37.2. */
const configMap = (metadata: JsonObject = {}, data: JsonObject = { a: '1' }): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c', ...metadata },
  data,
});
const CONFIG_MAP = { group: '', kind: 'ConfigMap', namespace: 'default', name: 'c' };
const POD = { group: '', kind: 'Pod', namespace: 'default', name: 'p' };
const pod = (spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p' },
  spec: { containers: [{ name: 'c', image: 'i' }], ...spec },
});
const deployment = (spec: JsonObject, labels: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', labels },
  spec: {
    selector: { matchLabels: { app: 'd' } },
    template: { metadata: { labels: { app: 'd' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    ...spec,
  },
});

describe('generateName', () => {
  it('draws again while the name is taken', () => {
    const generated = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'c-' } };
    const first = newServer();
    const taken = accepted(first.create(generated)).metadata.name ?? '';
    const second = newServer();
    accepted(second.create(configMap({ name: taken })));
    const name = accepted(second.create(generated)).metadata.name ?? '';
    assert.match(name, /^c-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
    assert.notEqual(name, taken);
  });
});

describe('create', () => {
  it('stores an object with identity, time and version', () => {
    const api = newServer();
    const { metadata } = accepted(api.create(configMap()));
    assert.equal(metadata.creationTimestamp, '2026-01-01T00:00:00Z');
    assert.equal(metadata.resourceVersion, String(api.cluster.store.revision));
    assert.match(metadata.uid ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(api.cluster.store.get(CONFIG_MAP)?.metadata, metadata);
  });

  it('stores nothing in a dry run', () => {
    const api = newServer();
    const before = api.cluster.store.revision;
    accepted(api.create(configMap(), { dryRun: true }));
    assert.equal(api.cluster.store.get(CONFIG_MAP), undefined);
    assert.equal(api.cluster.store.revision, before);
  });

  it('leaves the document alone', () => {
    const document = configMap({ annotations: { a: 'b' } });
    const before = structuredClone(document);
    newServer().create(document);
    assert.deepEqual(document, before);
  });

  it('refuses what is there, what is being deleted, and a version', () => {
    const api = newServer();
    accepted(api.create(configMap({ finalizers: ['x.y/z'] })));
    assert.equal(refusal(api.create(configMap())), '409 configmaps "c" already exists');
    deleteByKey(api, CONFIG_MAP);
    assert.equal(refusal(api.create(configMap())), '409 object is being deleted: configmaps "c" already exists');
    assert.equal(
      refusal(api.create(configMap({ name: 'd', resourceVersion: '12' }))),
      '500 resourceVersion should not be set on objects to be created',
    );
    assert.equal(accepted(api.create(configMap({ name: 'd', resourceVersion: 'abc' }))).kind, 'ConfigMap');
  });

  it('gives the same answers to the same requests', () => {
    const story = (): unknown => {
      const api = newServer();
      return [api.create(pod()), api.create({ ...pod(), metadata: { generateName: 'p-' } }), api.cluster.store.all()];
    };
    assert.deepEqual(story(), story());
  });
});

describe('replace', () => {
  const withObject = (): ApiServer => {
    const api = newServer();
    accepted(api.create(configMap()));
    return api;
  };

  it('takes no version for a write that changes nothing', () => {
    const api = withObject();
    const before = api.cluster.store.revision;
    const object = accepted(api.replace(configMap()));
    assert.equal(object.metadata.resourceVersion, String(before));
    assert.equal(api.cluster.store.revision, before);
  });

  it('refuses a stale version, another uid, and what is not there', () => {
    const api = withObject();
    const uid = api.cluster.store.get(CONFIG_MAP)?.metadata.uid ?? '';
    const conflict = 'Operation cannot be fulfilled on configmaps "c"';
    assert.equal(
      refusal(api.replace(configMap({ resourceVersion: '1' }))),
      `409 ${conflict}: the object has been modified; please apply your changes to the latest version and try again`,
    );
    assert.equal(
      refusal(api.replace(configMap({ uid: 'abc' }))),
      `409 ${conflict}: StorageError: invalid object, Code: 4, Key: /configmaps/default/c, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: abc, UID in object meta: ${uid}`,
    );
    assert.equal(refusal(api.replace(configMap({ name: 'nope' }))), '404 configmaps "nope" not found');
  });

  it('takes the version of what is there, or wants one, by kind', () => {
    const api = newServer();
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'l' }, spec: { holderIdentity: 'a' } };
    const version = accepted(api.create(lease)).metadata.resourceVersion ?? '';
    assert.equal(
      refusal(api.replace(lease)),
      '422 leases.coordination.k8s.io "l" is invalid: metadata.resourceVersion: Invalid value: 0x0: must be specified for an update',
    );
    accepted(api.replace({ ...lease, metadata: { name: 'l', resourceVersion: version } }));
    accepted(api.createOrReplace(lease));
  });

  it('tells an objection to metadata once', () => {
    const api = withObject();
    assert.equal(
      refusal(api.replace(configMap({ deletionTimestamp: '2020-01-01T00:00:00Z' }))),
      '422 ConfigMap "c" is invalid: metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable',
    );
  });

  it('keeps generation and time of creation, counts changes of spec', () => {
    const api = newServer();
    const created = accepted(api.create(deployment({ replicas: 1 })));
    api.cluster.clock.advance(5000);
    const labelled = accepted(api.replace(deployment({ replicas: 1 }, { x: 'y' })));
    assert.equal(labelled.metadata.generation, 1);
    assert.equal(labelled.metadata.creationTimestamp, created.metadata.creationTimestamp);
    assert.equal(accepted(api.replace(deployment({ replicas: 2 }))).metadata.generation, 2);
  });

  it('removes an object with its last finalizer', () => {
    const api = newServer();
    accepted(api.create(configMap({ finalizers: ['x.y/z'] })));
    const marked = deleteByKey(api, CONFIG_MAP);
    assert.equal(marked?.metadata.deletionGracePeriodSeconds, 0);
    assert.equal(
      refusal(api.replace(configMap({ finalizers: ['x.y/z', 'x.y/w'] }))),
      '422 ConfigMap "c" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x.y/w"}',
    );
    assert.deepEqual(accepted(api.replace(configMap())).metadata.deletionTimestamp, marked.metadata.deletionTimestamp);
    assert.equal(api.cluster.store.get(CONFIG_MAP), undefined);
  });
});

describe('apply', () => {
  it('creates, then merges what the document says into what is there', () => {
    const api = newServer();
    const [first, second] = [deployment({ replicas: 2 }), deployment({ minReadySeconds: 5 })];
    accepted(api.apply(first, undefined));
    const scaled = deployment({ replicas: 2, paused: true });
    accepted(api.replace(scaled));
    const { spec, metadata } = accepted(api.apply(second, first));
    const { replicas, minReadySeconds, paused } = spec as { replicas?: number; minReadySeconds?: number; paused?: boolean };
    assert.deepEqual({ replicas, minReadySeconds, paused }, { replicas: 1, minReadySeconds: 5, paused: true });
    assert.equal(metadata.generation, 3);
  });

  it('writes nothing when nothing changes', () => {
    const api = newServer();
    const document = deployment({ replicas: null });
    const { metadata } = accepted(api.apply(document, undefined));
    assert.equal(accepted(api.apply(document, document)).metadata.resourceVersion, metadata.resourceVersion);
  });

  it('says all that is wrong with the patched object', () => {
    const api = newServer();
    accepted(api.apply(deployment({}), undefined));
    const mismatched = deployment({ selector: { matchLabels: { app: 'other' } } });
    assert.equal(
      refusal(api.apply(mismatched, deployment({}))),
      '422 Deployment.apps "d" is invalid: [spec.template.metadata.labels: Invalid value: {"app":"d"}: `selector` does not match template `labels`, spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable]',
    );
  });

  it('refuses changes that an update refuses', () => {
    const api = newServer();
    accepted(api.apply(deployment({}), undefined));
    const renamed = {
      selector: { matchLabels: { app: 'other' } },
      template: { metadata: { labels: { app: 'other' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    };
    const other = deployment(renamed);
    assert.match(refusal(api.apply(other, deployment({}))), /^422 Deployment.apps "d" is invalid: .*field is immutable/);
  });
});

describe('delete', () => {
  it('removes what nothing holds', () => {
    const api = newServer();
    accepted(api.create(configMap()));
    assert.equal(deleteByKey(api, CONFIG_MAP)?.metadata.name, 'c');
    assert.equal(api.cluster.store.get(CONFIG_MAP), undefined);
    assert.equal(deleteByKey(api, CONFIG_MAP), undefined);
  });

  it('marks an object for the garbage collector where propagation asks for it', () => {
    const api = newServer();
    const key = { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'd' };
    accepted(api.create(deployment({})));
    const marked = deleteByKey(api, key, { propagation: 'Foreground' })?.metadata;
    assert.deepEqual(
      [marked?.finalizers, marked?.generation, marked?.deletionTimestamp],
      [['foregroundDeletion'], 2, '2026-01-01T00:00:00Z'],
    );
    assert.deepEqual(deleteByKey(api, key, { propagation: 'Orphan' })?.metadata.finalizers, ['orphan']);
  });

  it('gives a running pod time, which can only get shorter', () => {
    const api = newServer();
    accepted(api.create(pod({ nodeName: 'n', terminationGracePeriodSeconds: 20 })));
    const mark = (gracePeriodSeconds?: number): unknown[] => {
      const metadata = deleteByKey(api, POD, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds })?.metadata;
      return [metadata?.deletionTimestamp, metadata?.deletionGracePeriodSeconds, metadata?.generation];
    };
    assert.deepEqual(mark(), ['2026-01-01T00:00:20Z', 20, 2]);
    assert.deepEqual(mark(30), ['2026-01-01T00:00:20Z', 20, 2]);
    assert.deepEqual(mark(5), ['2026-01-01T00:00:05Z', 5, 2]);
    api.cluster.clock.advance(60_000);
    assert.deepEqual(mark(2), ['2026-01-01T00:01:00Z', 1, 2]);
    mark(0);
    assert.equal(api.cluster.store.get(POD), undefined);
  });

  it('removes a pod that no kubelet runs at once', () => {
    const api = newServer();
    accepted(api.create(pod()));
    deleteByKey(api, POD);
    assert.equal(api.cluster.store.get(POD), undefined);
  });

  it('ends a namespace in two steps', () => {
    const api = newServer();
    const key = { group: '', kind: 'Namespace', namespace: '', name: 'n' };
    accepted(api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }));
    assert.deepEqual(deleteByKey(api, key)?.status, { phase: 'Terminating' });
    assert.equal(
      refusal(api.create(configMap({ namespace: 'n' }))),
      '403 configmaps "c" is forbidden: unable to create new content in namespace n because it is being terminated',
    );
    assert.equal(deleteByKey(api, key)?.metadata.name, 'n');
    assert.notEqual(api.cluster.store.get(key), undefined);
  });
});

describe('bind', () => {
  it('gives a pod its node and the condition that it is scheduled', () => {
    const api = newServer();
    accepted(api.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { 'topology.kubernetes.io/zone': 'z' } } }));
    accepted(api.create(pod()));
    const { spec, status, metadata } = accepted(api.bind(POD, 'n'));
    assert.equal((spec as { nodeName?: string }).nodeName, 'n');
    assert.deepEqual((status as { conditions?: unknown }).conditions, [
      { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' },
    ]);
    assert.deepEqual(metadata.labels, { 'topology.kubernetes.io/zone': 'z' });
  });

  it('refuses a pod that is bound, gated, being deleted or not there', () => {
    const api = newServer();
    const conflict = 'Operation cannot be fulfilled on pods/binding "p"';
    assert.equal(refusal(api.bind(POD, 'n')), '404 pods "p" not found');
    accepted(api.create(pod({ schedulingGates: [{ name: 'wait' }] })));
    assert.equal(refusal(api.bind(POD, 'n')), `409 ${conflict}: pod p has non-empty .spec.schedulingGates`);
    deleteByKey(api, POD);
    accepted(api.create(pod()));
    accepted(api.bind(POD, 'n'));
    assert.equal(refusal(api.bind(POD, 'n')), `409 ${conflict}: pod p is already assigned to node "n"`);
    deleteByKey(api, POD, { gracePeriodSeconds: 20 });
    assert.equal(refusal(api.bind(POD, 'n')), `409 ${conflict}: pod p is being deleted, cannot be assigned to a host`);
  });
});

describe('replaceStatus', () => {
  it('takes status alone', () => {
    const api = newServer();
    const created = accepted(api.create(deployment({ replicas: 2 })));
    const sent = { ...created, metadata: { ...created.metadata, labels: { x: 'y' } }, spec: {}, status: { replicas: 2 } };
    const { spec, status, metadata } = accepted(api.replaceStatus(sent as unknown as JsonObject));
    assert.deepEqual(spec, created.spec);
    assert.deepEqual(status, { replicas: 2 });
    assert.equal(metadata.generation, 1);
    assert.deepEqual(metadata.labels, created.metadata.labels);
  });
});
