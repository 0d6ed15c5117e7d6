import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/model/json.ts';
import { getObject } from '../../../../src/reconcile-preview/kind.ts';
import { HORIZONTAL_POD_AUTOSCALER } from '../../../../src/reconcile-preview/kinds.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';
import { clusterOf, pass } from '../simulation.ts';

const deployment: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'grape' },
  spec: {
    selector: { matchLabels: { app: 'grape' } },
    template: { metadata: { labels: { app: 'grape' } }, spec: { containers: [{ name: 'grape', image: 'example.com/grape:1' }] } },
  },
};
const autoscaler: JsonObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'grape' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'grape' }, maxReplicas: 3 },
};

describe('an autoscaler', () => {
  it('notices that its target is gone', () => {
    const engine = clusterOf(deployment, autoscaler);
    const ableToScale = () =>
      getObject(engine.server.cluster.store, HORIZONTAL_POD_AUTOSCALER, 'default', 'grape')?.status?.conditions?.find(
        ({ type }) => type === 'AbleToScale',
      );
    assert.equal(ableToScale()?.status, 'True');
    engine.act('user', (server) => deleteByKey(server, { group: 'apps', kind: 'Deployment', namespace: 'default', name: 'grape' }));
    pass(engine, 3000);
    assert.deepEqual(
      [ableToScale()?.status, ableToScale()?.message],
      ['False', 'the HPA controller was unable to get the target\'s current scale: deployments.apps "grape" not found'],
    );
  });
});
