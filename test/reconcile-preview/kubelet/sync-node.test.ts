import assert from 'node:assert/strict';
import { addressFor } from '../../../src/reconcile-preview/kubelet/address.ts';
import { syncNode } from '../../../src/reconcile-preview/kubelet/sync-node.ts';

const NOW = '2024-01-01T00:00:00Z';

describe('the kubelet with a node', () => {
  it('makes it ready, with an address and all its capacity', () =>
    assert.deepEqual(syncNode({ metadata: { name: 'worker' }, status: { capacity: { cpu: '4' } } }, NOW), {
      capacity: { cpu: '4' },
      allocatable: { cpu: '4' },
      conditions: [
        {
          type: 'Ready',
          status: 'True',
          lastHeartbeatTime: NOW,
          lastTransitionTime: NOW,
          reason: 'KubeletReady',
          message: 'kubelet is posting ready status',
        },
      ],
      addresses: [
        { type: 'InternalIP', address: addressFor('172.19', 'worker') },
        { type: 'Hostname', address: 'worker' },
      ],
    }));

  it('keeps what the node says itself', () => {
    const status = { capacity: { cpu: '4' }, allocatable: { cpu: '3' }, addresses: [{ type: 'Hostname', address: 'x' }] };
    const synced = syncNode({ metadata: { name: 'worker' }, status }, NOW);
    assert.deepEqual([synced?.allocatable, synced?.addresses], [status.allocatable, status.addresses]);
    assert.equal(syncNode({ metadata: { name: 'worker' }, status: { conditions: [{ type: 'Ready', status: 'False' }] } }, NOW), undefined);
  });
});

describe('addresses', () => {
  // FNV-1a of "a" is e40c292c, of the empty text 811c9dc5
  it('come from the hash of the name', () => {
    assert.equal(addressFor('10.233', 'a'), '10.233.41.45');
    assert.equal(addressFor('10.233', ''), '10.233.157.70');
  });
});
