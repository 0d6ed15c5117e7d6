import assert from 'node:assert/strict';
import type { Replicas, Rollout } from '../../../../src/reconcile-preview/controllers/deployment/rollout.ts';
import { isScalingEvent, scale } from '../../../../src/reconcile-preview/controllers/deployment/scale.ts';
import { driveWork } from '../../../support/drive-work.ts';

const deployment = (replicas: number): Rollout => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } },
});

/** A ReplicaSet of a Deployment that had `desired` replicas when it was last told. */
const set = (name: string, replicas: number, desired: number, created = '2026-01-01T00:00:00Z'): Replicas => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name,
    creationTimestamp: created,
    annotations: {
      'deployment.kubernetes.io/desired-replicas': String(desired),
      'deployment.kubernetes.io/max-replicas': String(desired + 3),
    },
  },
  spec: { replicas },
  status: { replicas, readyReplicas: replicas, availableReplicas: replicas },
});

/** Sizes that scaling gives, by name. */
function sizesAfter(rollout: Rollout, newSet: Replicas | undefined, oldSets: Replicas[]): Record<string, number> {
  const sizes: Record<string, number> = {};
  driveWork(scale(rollout, { newSet, oldSets }), (intent) => {
    if (intent.type !== 'update') return {};
    const { metadata, spec } = intent.object as Replicas;
    sizes[metadata.name ?? ''] = spec?.replicas ?? -1;
    return { object: { ...(intent.object as Replicas) } };
  });
  return sizes;
}

describe('scaling a Deployment', () => {
  it('gives all to the only active ReplicaSet', () => {
    assert.deepEqual(sizesAfter(deployment(5), set('new', 2, 2), [set('old', 0, 2)]), { new: 5 });
  });

  it('shares by size during a rollout', () => {
    assert.deepEqual(sizesAfter(deployment(15), set('new', 5, 10, '2026-01-01T00:00:05Z'), [set('old', 8, 10)]), { old: 11, new: 7 });
    assert.deepEqual(sizesAfter(deployment(6), set('new', 7, 15, '2026-01-01T00:00:05Z'), [set('old', 11, 15)]), { old: 5, new: 4 });
  });

  it('takes all pods away when there should be none', () => {
    assert.deepEqual(sizesAfter(deployment(0), set('new', 3, 5), [set('old', 5, 5)]), { old: 0, new: 0 });
  });

  it('empties old ReplicaSets once the new one has all its pods', () => {
    assert.deepEqual(sizesAfter(deployment(4), set('new', 4, 4), [set('old', 2, 4)]), { old: 0 });
  });

  it('is told from a rollout by the size the ReplicaSets know', () => {
    assert.equal(isScalingEvent(deployment(5), [set('a', 3, 4)]), true);
    assert.equal(isScalingEvent(deployment(5), [set('a', 3, 5)]), false);
    assert.equal(isScalingEvent(deployment(5), [set('a', 0, 4)]), false);
  });
});
