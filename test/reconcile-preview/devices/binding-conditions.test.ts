import assert from 'node:assert/strict';
import { isObject, type JsonObject } from '../../../src/model/json.ts';
import type { ResourceClaim } from '../../../src/model/kinds/resource-v1.ts';
import { RESOURCE_CLAIM } from '../../../src/reconcile-preview/devices/kinds.ts';
import type { Engine } from '../../../src/reconcile-preview/engine.ts';
import { getObject } from '../../../src/reconcile-preview/kind.ts';
import { POD } from '../../../src/reconcile-preview/kinds.ts';
import { clusterOf, pass } from '../controllers/simulation.ts';

const deviceClass: JsonObject = { apiVersion: 'resource.k8s.io/v1', kind: 'DeviceClass', metadata: { name: 'gpu' }, spec: {} };
const slice: JsonObject = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceSlice',
  metadata: { name: 'fabric' },
  spec: {
    driver: 'gpu.forge.example',
    allNodes: true,
    pool: { name: 'fabric', generation: 1, resourceSliceCount: 1 },
    devices: [{ name: 'gpu-0', bindsToNode: true, bindingConditions: ['attached'], bindingFailureConditions: ['failed'] }],
  },
};
const claim: JsonObject = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaim',
  metadata: { name: 'one', namespace: 'default' },
  spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } },
};
const pod: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'one', namespace: 'default' },
  spec: {
    containers: [{ name: 'app', image: 'registry.example.com/app:1', resources: { claims: [{ name: 'g' }] } }],
    resourceClaims: [{ name: 'g', resourceClaimName: 'one' }],
  },
};

/** A cluster in which a pod waits for its device. */
const waiting = (): Engine => clusterOf(deviceClass, slice, claim, pod);

function claimOf({ server }: Engine): ReturnType<typeof getObject<ResourceClaim>> & object {
  const found = getObject(server.cluster.store, RESOURCE_CLAIM, 'default', 'one');
  assert.ok(found);
  return found;
}

/** The driver says what became of the device. */
function report(engine: Engine, type: string, reason: string, message: string): void {
  const conditions = [{ type, status: 'True', reason, message, lastTransitionTime: '2024-01-01T00:00:00Z' }];
  const devices = [{ driver: 'gpu.forge.example', pool: 'fabric', device: 'gpu-0', conditions }];
  const before = claimOf(engine);
  const { verdict } = engine.act('driver', (server) => server.replaceStatus({ ...before, status: { ...before.status, devices } } as never));
  assert.equal(verdict, 'accepted');
}

const nodeOf = ({ server }: Engine): unknown => getObject(server.cluster.store, POD, 'default', 'one')?.spec?.nodeName;
const told = ({ timeline }: Engine): string[] =>
  timeline.events.filter(({ regarding }) => isObject(regarding) && regarding.kind === 'Pod').map(({ message }) => message);

describe('binding conditions of devices', () => {
  it('keep a pod waiting that has a node', () => {
    const engine = waiting();
    assert.equal(nodeOf(engine), undefined);
    assert.deepEqual(told(engine), ['waiting for binding conditions for device on node anvil']);
    report(engine, 'attached', 'Attached', 'it is there');
    pass(engine, 10_000);
    assert.equal(nodeOf(engine), 'anvil');
  });

  it('that fail give the device back and let the pod be tried again', () => {
    const engine = waiting();
    report(engine, 'failed', 'Broken', 'cable is out');
    pass(engine, 60_000);
    assert.deepEqual(told(engine).slice(1), [
      'running PreBind plugin "DynamicResources": device binding failed: claim=one, reason=Broken, message="cable is out"',
      '0/1 nodes are available: 1 resourceclaim not available on the node. deallocation of ResourceClaim completed, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ]);
    const { status } = claimOf(engine);
    assert.deepEqual([status?.devices, status?.reservedFor?.length], [undefined, 1], 'it waits for the device anew');
  });

  it('are waited for ten minutes', () => {
    const engine = waiting();
    pass(engine, 599_000);
    assert.equal(told(engine).length, 1);
    pass(engine, 30_000);
    assert.deepEqual(told(engine).slice(1), [
      'running PreBind plugin "DynamicResources": device binding timeout: claim=one',
      '0/1 nodes are available: 1 resourceclaim not available on the node. deallocation of ResourceClaim completed, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
    ]);
  });
});
