import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { createComponents } from '../../src/reconcile-preview/components.ts';
import { createEngine } from '../../src/reconcile-preview/engine.ts';
import { requestUser } from '../../src/reconcile-preview/request-user.ts';
import { loadSchemas } from '../../src/schema/load.ts';

describe('users of a cluster’s own requests', () => {
  const server = createControlPlane({ registry: loadSchemas('1.37') });
  const { store } = server.cluster;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec: { nodeName: 'anvil' } };

  it('are service accounts that the default policy knows', () => {
    const roles = store.list({ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' }).map(({ metadata }) => metadata.name);
    for (const { name } of createComponents()) {
      if (!name.endsWith('-controller') || name === 'serviceaccount-token-controller') continue;
      const { username, groups } = requestUser(name, { type: 'create', object: pod }, store);
      const [, account = ''] = /^system:serviceaccount:kube-system:(.+)$/.exec(username) ?? [];
      assert.ok(roles.includes(`system:controller:${account}`), `${name} acts as ${username}`);
      assert.deepEqual(groups, ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated']);
    }
  });

  it('are the node of a kubelet, and the scheduler', () => {
    const kubelet = requestUser('kubelet', { type: 'updateStatus', object: pod }, store);
    assert.deepEqual(kubelet, { username: 'system:node:anvil', groups: ['system:nodes', 'system:authenticated'] });
    assert.equal(requestUser('scheduler', { type: 'event' } as never, store).username, 'system:kube-scheduler');
  });

  it('are the controller manager itself where tokens are made', () => {
    const { username } = requestUser('serviceaccount-token-controller', { type: 'update', object: pod }, store);
    assert.equal(username, 'system:kube-controller-manager');
  });

  it('are what policies are told, also of deletions', () => {
    const write = (body: object): void =>
      assert.equal(server.create(body as never, { ensure: true }).verdict, 'accepted', JSON.stringify(body));
    const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['pods'] };
    const text = `'no ' + request.operation + ' of ' + oldObject.metadata.labels.app + ' by ' + request.userInfo.username`;
    write({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'keep' },
      spec: {
        matchConstraints: { resourceRules: [rule] },
        validations: [{ expression: `object != null || request.userInfo.username == 'admin'`, messageExpression: text }],
      },
    });
    write({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'keep' },
      spec: { policyName: 'keep', validationActions: ['Deny'] },
    });
    const container = { name: 'c', image: 'c:1' };
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } };
    write({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template },
    });
    const engine = createEngine(server, createComponents());
    engine.run({ quietFor: 60_000 });
    const key = { group: 'apps', kind: 'ReplicaSet', namespace: 'default', name: 'web' };
    const scaled = { ...store.get(key), spec: { replicas: 0, selector: { matchLabels: { app: 'web' } }, template } };
    engine.act('user', () => server.replace(scaled as never));
    engine.run({ quietFor: 60_000 });
    const events = engine.timeline.events.map(({ message }) => message);
    assert.equal(store.list({ group: '', kind: 'Pod' }, 'default').length, 1);
    const by = 'system:serviceaccount:kube-system:replicaset-controller';
    assert.ok(
      events.some((event) => event.includes(`denied request: no DELETE of web by ${by}`)),
      events.join('\n'),
    );
  });
});
