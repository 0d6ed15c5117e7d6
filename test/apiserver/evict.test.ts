import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const registry = loadSchemas('1.37');
const NAMESPACE = 'default';

interface Budget {
  readonly allowed?: number;
  readonly healthy?: number;
  readonly desired?: number;
  readonly seen?: boolean;
  readonly policy?: string;
  readonly condition?: JsonObject;
}

/** A pod `web` in a phase, and a budget for it whose status says what a controller found. */
function clusterWith({ phase = 'Running', ready = true }: { phase?: string; ready?: boolean }, ...budgets: readonly Budget[]) {
  const api = createControlPlane({ registry });
  const pod = api.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', labels: { app: 'web' } },
    spec: { nodeName: 'worker', containers: [{ name: 'c', image: 'c' }] },
  });
  assert.ok(pod.verdict === 'accepted');
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-01-01T00:00:00Z' }];
  api.replaceStatus({ ...metadataOf(pod.object), spec: {}, status: { phase, conditions } });
  for (const [i, { allowed = 0, healthy = 1, desired = 1, seen = true, policy, condition }] of budgets.entries()) {
    const budget = api.create({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: `b${i}` },
      spec: {
        minAvailable: 1,
        selector: { matchLabels: { app: 'web' } },
        ...(policy !== undefined && { unhealthyPodEvictionPolicy: policy }),
      },
    });
    assert.ok(budget.verdict === 'accepted');
    const status = {
      disruptionsAllowed: allowed,
      currentHealthy: healthy,
      desiredHealthy: desired,
      expectedPods: 2,
      ...(seen && { observedGeneration: 1 }),
      ...(condition && {
        conditions: [{ type: 'DisruptionAllowed', status: 'False', lastTransitionTime: '2026-01-01T00:00:00Z', ...condition }],
      }),
    };
    api.replaceStatus({ ...metadataOf(budget.object), spec: {}, status });
  }
  return api;
}

const metadataOf = ({ apiVersion, kind, metadata: { name = '' } }: { apiVersion: string; kind: string; metadata: { name?: string } }) => ({
  apiVersion,
  kind,
  metadata: { name, namespace: NAMESPACE },
});

type Api = ReturnType<typeof clusterWith>;
const KEY = { group: '', kind: 'Pod', namespace: NAMESPACE, name: 'web' };
function evict(api: Api): unknown {
  const answer = api.evict(KEY);
  if (answer.verdict === 'accepted') return `${answer.code} ${String(answer.object.status)}`;
  assert.ok(answer.verdict === 'rejected');
  const { message, reason, details } = answer.status;
  return { code: answer.code, message, ...(reason && { reason }), ...(details && { details }) };
}
const budgetOf = (api: Api): unknown =>
  api.cluster.store.get({ group: 'policy', kind: 'PodDisruptionBudget', namespace: NAMESPACE, name: 'b0' })?.status;
const tooMany = (message: string): unknown => ({
  code: 429,
  message: "Cannot evict pod as it would violate the pod's disruption budget.",
  reason: 'TooManyRequests',
  details: { causes: [{ reason: 'DisruptionBudget', message }] },
});

/** What kube-apiserver 1.37.2 answers. */
describe('POST of pods/eviction', () => {
  it('deletes a pod without a budget, and says in it why', () => {
    const api = clusterWith({});
    assert.equal(evict(api), '201 Success');
    const pod = api.cluster.store.get(KEY);
    assert.notEqual(pod?.metadata.deletionTimestamp, undefined);
    assert.match(
      JSON.stringify(pod?.status),
      /"type":"DisruptionTarget","status":"True","reason":"EvictionByEvictionAPI","message":"Eviction API: evicting"/,
    );
  });

  it('takes one disruption off a budget', () => {
    const more = clusterWith({}, { allowed: 2 });
    assert.equal(evict(more), '201 Success');
    assert.match(JSON.stringify(budgetOf(more)), /"disruptionsAllowed":1,.*"disruptedPods":{"web":"2026-01-01T00:00:0\dZ"}/);
    const last = clusterWith({}, { allowed: 1, condition: { status: 'True', reason: 'SufficientPods', message: '' } });
    assert.equal(evict(last), '201 Success');
    assert.match(JSON.stringify(budgetOf(last)), /"status":"False",.*"reason":"InsufficientPods"/);
  });

  it('refuses what a budget does not allow, with the reason', () => {
    assert.deepEqual(evict(clusterWith({}, {})), tooMany('The disruption budget b0 needs 1 healthy pods and has 1 currently'));
    assert.deepEqual(
      evict(clusterWith({}, { healthy: 3, condition: { reason: 'InsufficientPods', message: '' } })),
      tooMany('The disruption budget b0 does not allow evicting pods currently'),
    );
    assert.deepEqual(
      evict(
        clusterWith(
          {},
          { healthy: 0, desired: 0, condition: { reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' } },
        ),
      ),
      tooMany(
        'The disruption budget b0 does not allow evicting pods currently because it failed sync: jobs.batch does not implement the scale subresource',
      ),
    );
  });

  it('waits for a budget that nobody has looked at', () =>
    assert.deepEqual(evict(clusterWith({}, { seen: false, allowed: 1 })), {
      code: 429,
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      reason: 'TooManyRequests',
      details: {
        causes: [{ reason: 'DisruptionBudget', message: 'The disruption budget b0 is still being processed by the server.' }],
        retryAfterSeconds: 10,
      },
    }));

  it('lets pods go that budgets do not guard', () => {
    for (const phase of ['Pending', 'Succeeded', 'Failed']) assert.equal(evict(clusterWith({ phase }, {})), '201 Success');
    assert.equal(evict(clusterWith({ ready: false }, { healthy: 2, desired: 2 })), '201 Success');
    assert.equal(evict(clusterWith({ ready: false }, { healthy: 0, policy: 'AlwaysAllow' })), '201 Success');
    assert.deepEqual(
      evict(clusterWith({ ready: false }, { healthy: 0, policy: 'IfHealthyBudget' })),
      tooMany('The disruption budget b0 needs 1 healthy pods and has 0 currently'),
    );
  });

  it('knows no pods with several budgets, and no pods that are not there', () => {
    assert.deepEqual(evict(clusterWith({}, { allowed: 1 }, { allowed: 1 })), {
      code: 500,
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
    const answer = createControlPlane({ registry }).evict(KEY);
    assert.ok(answer.verdict === 'rejected');
    assert.equal(answer.status.message, 'pods "web" not found');
  });

  it('changes nothing in a dry run', () => {
    const api = clusterWith({}, { allowed: 1 });
    assert.equal(api.evict(KEY, { dryRun: true }).verdict, 'accepted');
    assert.equal(api.cluster.store.get(KEY)?.metadata.deletionTimestamp, undefined);
    assert.match(JSON.stringify(budgetOf(api)), /"disruptionsAllowed":1/);
  });
});
