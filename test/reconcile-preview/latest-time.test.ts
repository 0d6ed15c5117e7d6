import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/model/json.ts';
import { latestTime } from '../../src/reconcile-preview/latest-time.ts';
import { preview } from '../../src/reconcile-preview/preview.ts';
import { runWhatIfs } from '../../src/reconcile-preview/what-if/run-what-ifs.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const SEEN = '2031-05-01T10:00:00Z';

const node = (name: string): JsonObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: `uid-${name}`, creationTimestamp: '2031-04-01T00:00:00Z' },
  status: {
    allocatable: { cpu: '4', memory: '8Gi', pods: '20' },
    conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: SEEN, lastTransitionTime: '2031-04-01T00:00:10Z' }],
  },
});

const deployment: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [{ name: 'c', image: 'c:1' }],
        tolerations: [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 }],
      },
    },
  },
};

describe('the time of a cluster', () => {
  it('is the last one that its objects tell of, and of what has happened only', () => {
    assert.equal(latestTime([node('a')]), Date.parse(SEEN));
    assert.equal(latestTime([]), undefined);
    assert.equal(latestTime([{ kind: 'Secret', metadata: { name: 's' } }]), undefined);
    const certificate = { kind: 'Certificate', metadata: { creationTimestamp: SEEN }, status: { notAfter: '2040-01-01T00:00:00Z' } };
    assert.equal(latestTime([certificate]), Date.parse(SEEN));
    const lease = { kind: 'Lease', metadata: { creationTimestamp: SEEN }, spec: { renewTime: '2031-05-01T10:00:07.000000Z' } };
    assert.equal(latestTime([lease]), Date.parse(SEEN) + 7000);
  });

  it('is when a preview of it begins, so that what waits for some time does not wait for years', () => {
    const registry = loadSchemas('1.37');
    const result = preview({ registry, cluster: [node('a'), node('b')], stages: [[{ value: deployment }]] });
    assert.ok(result.server.cluster.clock.now >= Date.parse(SEEN));
    const { settled, moves } = runWhatIfs(result, { whatIfs: [{ kind: 'lose', text: 'a', nodes: { name: 'a' } }] });
    assert.equal(settled, true);
    assert.equal(moves.length, 1);
  });
});
