import assert from 'node:assert/strict';
import {
  fenceposts,
  maxUnavailable,
  newReplicaCount,
  type Replicas,
  type Rollout,
} from '../../../../src/reconcile-preview/controllers/deployment/rollout.ts';

type Amount = number | string;
const rollout = (replicas: number, maxSurge: Amount, maxUnavailable: Amount): Rollout => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } } },
});
const set = (replicas: number): Replicas => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: {}, spec: { replicas } });

describe('rollout arithmetic', () => {
  it('rounds surge up and unavailable down', () => {
    assert.deepEqual(fenceposts(rollout(10, '25%', '25%')), { surge: 3, unavailable: 2 });
    assert.deepEqual(fenceposts(rollout(7, '30%', 0)), { surge: 3, unavailable: 0 });
    assert.deepEqual(fenceposts(rollout(5, 0, '40%')), { surge: 0, unavailable: 2 });
  });

  it('lets one pod be missing when nothing could move otherwise', () => {
    assert.deepEqual(fenceposts(rollout(2, 0, '1%')), { surge: 0, unavailable: 1 });
    assert.deepEqual(fenceposts(rollout(1, '1%', '25%')), { surge: 1, unavailable: 0 });
  });

  it('never lets more pods be missing than there should be', () => {
    assert.equal(maxUnavailable(rollout(2, 0, 5)), 2);
    assert.equal(maxUnavailable(rollout(0, 1, 1)), 0);
  });

  it('fills the new ReplicaSet up to replicas and surge', () => {
    const deployment = rollout(10, 3, 2);
    assert.equal(newReplicaCount(deployment, [set(10), set(0)], set(0)), 3);
    assert.equal(newReplicaCount(deployment, [set(8), set(5)], set(5)), 5);
    assert.equal(newReplicaCount(deployment, [set(0), set(9)], set(9)), 10);
  });
});
