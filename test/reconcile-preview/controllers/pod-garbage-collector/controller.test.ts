import assert from 'node:assert/strict';
import { getObject } from '../../../../src/reconcile-preview/kind.ts';
import { NODE, POD } from '../../../../src/reconcile-preview/kinds.ts';
import { clusterOf, pass } from '../simulation.ts';
import { deleteByKey } from '../../../support/delete-by-key.ts';

const pod = (nodeName: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'default' },
  spec: { nodeName, containers: [{ name: 'web', image: 'registry.example.org/web:1' }] },
});

describe('pod-garbage-collector-controller', () => {
  it('removes a pod whose node has been gone for long', () => {
    const engine = clusterOf(pod('anvil'));
    const { store } = engine.server.cluster;
    engine.act('user', (server) => deleteByKey(server, { ...NODE, namespace: '', name: 'anvil' }));
    assert.equal(engine.run().settled, true);
    pass(engine, 30_000);
    assert.ok(getObject(store, POD, 'default', 'web'));
    pass(engine, 11_000);
    assert.equal(getObject(store, POD, 'default', 'web'), undefined);
    const marked = engine.timeline.entries.find(({ by, type }) => by === 'pod-garbage-collector-controller' && type === 'MODIFIED');
    const { status } = (marked?.object ?? {}) as { status?: { phase?: string; conditions?: { type?: string; message?: string }[] } };
    assert.equal(status?.phase, 'Failed');
    assert.equal(status.conditions?.find(({ type }) => type === 'DisruptionTarget')?.message, 'PodGC: node no longer exists');
  });

  it('leaves pods alone whose node is there', () => {
    const engine = clusterOf(pod('anvil'));
    pass(engine, 90_000);
    assert.equal(getObject(engine.server.cluster.store, POD, 'default', 'web')?.status?.phase, 'Running');
  });
});
