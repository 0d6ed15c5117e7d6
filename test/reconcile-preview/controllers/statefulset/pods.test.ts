import assert from 'node:assert/strict';
import { listObjects } from '../../../../src/reconcile-preview/kind.ts';
import { POD } from '../../../../src/reconcile-preview/kinds.ts';
import { clusterOf } from '../simulation.ts';

const spec = { containers: [{ name: 'main', image: 'registry.example.org/app:1' }] };
const taken = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p-1' }, spec };
const statefulSet = (podManagementPolicy: string) => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'p' },
  spec: {
    replicas: 5,
    podManagementPolicy,
    serviceName: 'p',
    selector: { matchLabels: { app: 'p' } },
    template: { metadata: { labels: { app: 'p' } }, spec },
  },
});
const podsOf = (policy: string): (string | undefined)[] =>
  listObjects(clusterOf(taken, statefulSet(policy)).server.cluster.store, POD).map(({ metadata }) => metadata.name);

describe('pods of a StatefulSet', () => {
  it('are asked for in batches when they need no order: a refusal ends the pass after its batch', () => {
    assert.deepEqual(podsOf('Parallel'), ['p-0', 'p-1', 'p-2']);
  });

  it('wait for a name that somebody else has when they need one', () => {
    assert.deepEqual(podsOf('OrderedReady'), ['p-0', 'p-1']);
  });
});
