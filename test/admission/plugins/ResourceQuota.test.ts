import assert from 'node:assert/strict';
import type { AdmissionContext, Denial } from '../../../src/admission/plugin.ts';
import { resourceQuota } from '../../../src/admission/plugins/ResourceQuota/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, requestFor, type Body } from '../request.ts';

type Amounts = Readonly<Record<string, string>>;

const quota = (name: string, hard: Amounts, used?: Amounts, spec: object = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name, namespace: 'x' },
  spec: { hard, ...spec },
  ...(used && { status: { hard, used } }),
});
const pod = (requests?: Amounts, spec: object = {}): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'x' },
  spec: { containers: [{ name: 'a', image: 'b', ...(requests && { resources: { requests } }) }], ...spec },
});
const service = (type: string, ports = 1): Body => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's', namespace: 'x' },
  spec: { type, ports: Array.from({ length: ports }, (_, i) => ({ port: 80 + i })) },
});
const stored = (body: Body): KubernetesObject => ({ ...body, metadata: { ...body.metadata, resourceVersion: '1' } });

const usedOf = ({ cluster }: AdmissionContext, name: string): unknown =>
  cluster.store.get({ group: '', kind: 'ResourceQuota', namespace: 'x', name })?.status;
const forbidden = (message: string): Denial => ({ kind: 'forbidden', message });

describe('ResourceQuota', () => {
  it('charges what is created to every quota that counts it', () => {
    const [both, cpu, other] = [{ pods: '2', cpu: '1' }, { 'requests.cpu': '1' }, { services: '0' }];
    const context = contextWith([
      quota('both', both, { pods: '1', cpu: '500m' }),
      quota('cpu', cpu, { 'requests.cpu': '0' }),
      quota('other', other, { services: '0' }),
    ]);
    assert.equal(ask(resourceQuota, pod({ cpu: '250m' }), context), undefined);
    assert.deepEqual(usedOf(context, 'both'), { hard: both, used: { pods: '2', cpu: '750m' } });
    assert.deepEqual(usedOf(context, 'cpu'), { hard: cpu, used: { 'requests.cpu': '250m' } });
    assert.deepEqual(usedOf(context, 'other'), { hard: other, used: { services: '0' } });
  });

  it('charges nothing when one quota is exceeded', () => {
    const hard = { pods: '2', 'requests.memory': '1Gi' };
    const context = contextWith([quota('a', { pods: '9' }, { pods: '0' }), quota('b', hard, { pods: '2', 'requests.memory': '512Mi' })]);
    const { revision } = context.cluster.store;
    assert.deepEqual(
      ask(resourceQuota, pod({ memory: '1Gi' }), context),
      forbidden(
        'exceeded quota: b, requested: pods=1,requests.memory=1Gi, used: pods=2,requests.memory=512Mi, limited: pods=2,requests.memory=1Gi',
      ),
    );
    assert.equal(context.cluster.store.revision, revision);
  });

  it('writes nothing in a dry run', () => {
    const context = contextWith([quota('q', { pods: '1' }, { pods: '0' })]);
    const { revision } = context.cluster.store;
    assert.equal(resourceQuota.validate?.({ ...requestFor(pod(), context), dryRun: true }, context), undefined);
    assert.equal(context.cluster.store.revision, revision);
  });

  it('leaves alone what the status of a quota does not limit yet', () => {
    assert.equal(ask(resourceQuota, pod(), contextWith([quota('q', { pods: '0' })])), undefined);
  });

  it('refuses while the usage is unknown', () => {
    const hard = { pods: '1', 'count/pods': '5' };
    assert.deepEqual(
      ask(resourceQuota, pod(), contextWith([quota('q', hard, { pods: '0' })])),
      forbidden('status unknown for quota: q, resources: count/pods,pods'),
    );
  });

  it('refuses containers that do not say what is limited, whatever other quotas have left', () => {
    const context = contextWith([quota('a', { pods: '0' }, { pods: '0' }), quota('b', { 'limits.cpu': '1' }, { 'limits.cpu': '0' })]);
    assert.deepEqual(ask(resourceQuota, pod(), context), forbidden('failed quota: b: must specify limits.cpu for: a'));
  });

  it('charges only what is in scope', () => {
    const context = contextWith([quota('q', { pods: '0' }, { pods: '0' }, { scopes: ['Terminating'] })]);
    assert.equal(ask(resourceQuota, pod(), context), undefined);
    assert.deepEqual(
      ask(resourceQuota, pod(undefined, { activeDeadlineSeconds: 5 }), context),
      forbidden('exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0'),
    );
  });

  it('charges updates for what becomes more', () => {
    const hard = { services: '1', 'services.nodeports': '3' };
    const context = contextWith([quota('q', hard, { services: '1', 'services.nodeports': '1' })]);
    assert.equal(ask(resourceQuota, service('NodePort', 2), context, stored(service('NodePort'))), undefined);
    assert.deepEqual(usedOf(context, 'q'), { hard, used: { services: '1', 'services.nodeports': '2' } });
    assert.equal(ask(resourceQuota, service('ClusterIP'), context, stored(service('NodePort', 2))), undefined);
    assert.deepEqual(usedOf(context, 'q'), { hard, used: { services: '1', 'services.nodeports': '2' } });
    assert.deepEqual(
      ask(resourceQuota, service('NodePort', 4), context, stored(service('NodePort', 2))),
      forbidden('exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=2, limited: services.nodeports=3'),
    );
  });

  it('charges an update in full to quotas whose scope the object enters', () => {
    const context = contextWith([quota('q', { pods: '1' }, { pods: '0' }, { scopes: ['Terminating'] })]);
    const [long, short] = [pod(), pod(undefined, { activeDeadlineSeconds: 5 })];
    assert.equal(ask(resourceQuota, short, context, stored(long)), undefined);
    assert.deepEqual(usedOf(context, 'q'), { hard: { pods: '1' }, used: { pods: '1' } });
  });

  it('counts objects of any namespaced resource but events', () => {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'x' } };
    const event = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e', namespace: 'x' } };
    const context = contextWith([quota('q', { 'count/deployments.apps': '0', 'count/events': '0' }, { 'count/deployments.apps': '0' })]);
    assert.deepEqual(
      ask(resourceQuota, deployment, context),
      forbidden(
        'exceeded quota: q, requested: count/deployments.apps=1, used: count/deployments.apps=0, limited: count/deployments.apps=0',
      ),
    );
    assert.equal(ask(resourceQuota, deployment, context, stored(deployment)), undefined);
    assert.equal(ask(resourceQuota, event, context), undefined);
  });
});
