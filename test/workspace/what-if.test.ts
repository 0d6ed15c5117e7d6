import assert from 'node:assert/strict';
import { parseNodeShape, parseNodesWhatIf, parseScale } from '../../src/workspace/what-if.ts';

describe('what-ifs as users give them', () => {
  it('take nodes by name, zone or label', () => {
    assert.deepEqual(parseNodesWhatIf('drain', 'worker-1'), { kind: 'drain', text: 'worker-1', nodes: { name: 'worker-1' } });
    const zone = { label: 'topology.kubernetes.io/zone', value: 'a' };
    assert.deepEqual(parseNodesWhatIf('lose', 'zone=a'), { kind: 'lose', text: 'zone=a', nodes: zone });
    assert.deepEqual(parseNodesWhatIf('remove', 'pool='), { kind: 'remove', text: 'pool=', nodes: { label: 'pool', value: '' } });
    assert.deepEqual(parseNodesWhatIf('drain', '=x'), {
      message: '--drain "=x" names no node',
      hint: 'give NODE, zone=ZONE or LABEL=VALUE',
    });
  });

  it('scale what has replicas', () => {
    const workload = { kind: 'StatefulSet', namespace: 'shop', name: 'db' };
    assert.deepEqual(parseScale('shop/sts/db=0'), { kind: 'scale', text: 'shop/sts/db=0', workload, replicas: 0 });
    assert.deepEqual(parseScale('deployment/web'), {
      message: '--scale "deployment/web" is not WORKLOAD=REPLICAS',
      hint: 'such as deployment/web=10',
    });
    assert.deepEqual(parseScale('deploymnt/web=2'), {
      message: '--scale "deploymnt/web=2" names no workload',
      hint: 'did you mean deployment?',
    });
    assert.deepEqual(parseScale('ds/log=2'), {
      message: '--scale "ds/log=2": a DaemonSet cannot be scaled',
      hint: 'what can: Deployment, StatefulSet, ReplicaSet, ReplicationController',
    });
  });

  it('have nodes with CPU and memory', () => {
    assert.deepEqual(parseNodeShape('cpu=4, memory=16Gi,nvidia.com/gpu=1'), { cpu: '4', memory: '16Gi', 'nvidia.com/gpu': '1' });
    assert.deepEqual(parseNodeShape('cpu=4'), { message: '--node-shape "cpu=4" has no memory' });
    for (const text of ['large', 'cpu=four,memory=1Gi', 'cpu=-1,memory=1Gi', ''])
      assert.deepEqual(parseNodeShape(text), {
        message: `--node-shape "${text}" is not RESOURCE=QUANTITY,…`,
        hint: 'such as cpu=4,memory=16Gi',
      });
  });
});
