import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/model/json.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';
import { clusterOf, pass } from '../simulation.ts';

const job: JsonObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'haul' },
  spec: {
    template: {
      metadata: { annotations: { 'drydock.dev/fate': 'never-ready' } },
      spec: { restartPolicy: 'Never', containers: [{ name: 'haul', image: 'example.com/haul:1' }] },
    },
  },
};

describe('a Job', () => {
  it('waits ten seconds before it replaces a pod that was deleted', () => {
    const engine = clusterOf(job);
    const pods = () => engine.server.cluster.store.list({ group: '', kind: 'Pod' }, 'default').map(({ metadata: { name = '' } }) => name);
    const [first = ''] = pods();
    engine.act('user', (server) => deleteByKey(server, { group: '', kind: 'Pod', namespace: 'default', name: first }));
    pass(engine, 5000);
    assert.deepEqual(pods(), []);
    pass(engine, 6000);
    assert.equal(pods().length, 1);
    assert.notEqual(pods()[0], first);
  });
});
