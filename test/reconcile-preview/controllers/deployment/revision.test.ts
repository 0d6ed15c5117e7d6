import assert from 'node:assert/strict';
import { annotateNewReplicaSet, maxRevision } from '../../../../src/reconcile-preview/controllers/deployment/revision.ts';
import type { Replicas, Rollout } from '../../../../src/reconcile-preview/controllers/deployment/rollout.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HISTORY = 'deployment.kubernetes.io/revision-history';
const deployment = (annotations: Record<string, string> = {}): Rollout => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { annotations },
  spec: { replicas: 2 },
});
const set = (annotations?: Record<string, string>): Replicas => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: annotations ? { annotations } : {},
});

describe('revisions', () => {
  it('are the highest number so far', () => {
    assert.equal(maxRevision([set({ [REVISION]: '3' }), set({ [REVISION]: 'x' }), set()]), 3);
    assert.equal(maxRevision([]), 0);
  });

  it('are kept as history when an old ReplicaSet is used again', () => {
    const reused = set({ [REVISION]: '2', [HISTORY]: '1' });
    assert.equal(annotateNewReplicaSet(deployment(), reused, 5, true), true);
    assert.deepEqual(reused.metadata.annotations, { [REVISION]: '5', [HISTORY]: '1,2' });
  });

  it('drop the oldest ones from a long history', () => {
    const history = Array.from({ length: 600 }, (_, i) => String(i + 1)).join(',');
    const reused = set({ [REVISION]: '999', [HISTORY]: history });
    annotateNewReplicaSet(deployment(), reused, 1000, true);
    const kept = reused.metadata.annotations?.[HISTORY] ?? '';
    assert.ok(kept.length <= 2000 && kept.endsWith(',600,999') && !kept.startsWith('1,'), kept);
  });

  it('come with the annotations of the Deployment, except those that are about itself', () => {
    const fresh = set();
    annotateNewReplicaSet(
      deployment({ team: 'docks', [REVISION]: '7', 'kubectl.kubernetes.io/last-applied-configuration': '{}' }),
      fresh,
      1,
      false,
    );
    assert.deepEqual(fresh.metadata.annotations, {
      team: 'docks',
      [REVISION]: '1',
      'deployment.kubernetes.io/desired-replicas': '2',
      'deployment.kubernetes.io/max-replicas': '2',
    });
  });

  it('change nothing the second time', () => {
    const fresh = set();
    annotateNewReplicaSet(deployment({ team: 'docks' }), fresh, 1, false);
    assert.equal(annotateNewReplicaSet(deployment({ team: 'docks' }), fresh, 1, true), false);
  });
});
