import assert from 'node:assert/strict';
import { kubelet } from '../../../src/reconcile-preview/kubelet/kubelet.ts';
import { scheduler } from '../../../src/reconcile-preview/scheduler/scheduler.ts';
import { node, pod } from './fixtures.ts';
import { createSimulation, type Simulation } from './simulation.ts';

const simulate = (): Simulation => createSimulation([scheduler(), kubelet()]);
const scheduled = (simulation: Simulation, name: string) =>
  simulation.pod(name).status?.conditions?.find(({ type }) => type === 'PodScheduled');
const nodeOf = (simulation: Simulation, name: string): string => simulation.pod(name).spec?.nodeName ?? '';
const key = (kind: string, name: string) => ({ group: '', kind, namespace: kind === 'Node' ? '' : 'default', name });

describe('the scheduler', () => {
  it('binds pods and says so', () => {
    const simulation = simulate();
    simulation.put(node('n'), pod('p'));
    simulation.run();
    assert.equal(nodeOf(simulation, 'p'), 'n');
    assert.deepEqual(
      simulation.events.map(({ type, reason, message }) => [type, reason, message]),
      [['Normal', 'Scheduled', 'Successfully assigned default/p to n']],
    );
  });

  it('writes why a pod has no node, once', () => {
    const simulation = simulate();
    const waiting = pod('p', { requests: { cpu: '9' }, metadata: { name: 'p', namespace: 'default', generation: 3 } });
    simulation.put(node('n'), waiting);
    simulation.run();
    const condition = scheduled(simulation, 'p');
    assert.deepEqual(condition, {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message:
        '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
      observedGeneration: 3,
      lastTransitionTime: '2024-01-01T00:00:00Z',
    });
    const { resourceVersion } = simulation.pod('p').metadata;
    simulation.put(node('other', { allocatable: { cpu: '1' } }));
    simulation.run();
    assert.equal(simulation.pod('p').metadata.resourceVersion, resourceVersion);
  });

  it('keeps the time of the transition when only the message changes', () => {
    const simulation = simulate();
    simulation.put(node('n'), pod('p', { requests: { cpu: '9' } }));
    simulation.run();
    simulation.put(node('m', { allocatable: { cpu: '16' }, taints: [{ key: 'k', effect: 'NoSchedule' }] }));
    simulation.run();
    assert.equal(
      scheduled(simulation, 'p')?.message,
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    );
    assert.equal(scheduled(simulation, 'p')?.lastTransitionTime, '2024-01-01T00:00:00Z');
  });

  it('hands free room to the most important of the waiting pods', () => {
    const simulation = simulate();
    simulation.put(
      pod('low', { requests: { cpu: '3' }, spec: { priority: 1 } }),
      pod('high', { requests: { cpu: '3' }, spec: { priority: 2, preemptionPolicy: 'Never' } }),
    );
    simulation.put(node('small', { allocatable: { cpu: '1' } }));
    simulation.run();
    simulation.put(node('n'));
    simulation.run();
    assert.deepEqual([nodeOf(simulation, 'high'), nodeOf(simulation, 'low')], ['n', '']);
  });

  it('tries again when a pod goes, a node changes or the pod itself does', () => {
    const simulation = simulate();
    const closed = node('n', { taints: [{ key: 'k', effect: 'NoSchedule' }] });
    simulation.put(closed, pod('holder', { node: 'n', requests: { cpu: '4' } }), pod('p', { requests: { cpu: '4' } }));
    simulation.run();
    assert.equal(nodeOf(simulation, 'p'), '');
    simulation.put(node('n'));
    simulation.run();
    assert.match(scheduled(simulation, 'p')?.message ?? '', /Insufficient cpu/);
    simulation.remove(key('Pod', 'holder'));
    simulation.run();
    assert.equal(nodeOf(simulation, 'p'), 'n');
  });

  it('frees the room of pods that have ended', () => {
    const simulation = simulate();
    simulation.put(
      node('n'),
      pod('job', { node: 'n', requests: { cpu: '4' }, spec: { restartPolicy: 'Never' } }),
      pod('p', { requests: { cpu: '4' } }),
    );
    simulation.run();
    assert.equal(simulation.pod('job').status?.phase, 'Succeeded');
    assert.equal(nodeOf(simulation, 'p'), 'n');
  });

  it('leaves pods of other schedulers and gated ones alone', () => {
    const simulation = simulate();
    const gated = pod('gated', { spec: { schedulingGates: [{ name: 'example.com/a' }] } });
    simulation.put(node('n'), pod('foreign', { spec: { schedulerName: 'other' } }), gated);
    simulation.run();
    assert.deepEqual([nodeOf(simulation, 'foreign'), nodeOf(simulation, 'gated')], ['', '']);
    assert.equal(scheduled(simulation, 'gated'), undefined);
    simulation.put({ ...simulation.pod('gated'), spec: { ...gated.spec, schedulingGates: [] } });
    simulation.run();
    assert.equal(nodeOf(simulation, 'gated'), 'n');
  });

  it('evicts victims and gives the node to the pod it made room for', () => {
    const simulation = simulate();
    simulation.put(node('n'), pod('low', { node: 'n', requests: { cpu: '3' }, spec: { priority: 1 } }));
    simulation.run();
    simulation.put(pod('high', { requests: { cpu: '3' }, spec: { priority: 2 } }));
    simulation.run();
    assert.equal(simulation.find('low'), undefined);
    assert.equal(nodeOf(simulation, 'high'), 'n');
    assert.equal(simulation.pod('high').status?.nominatedNodeName, undefined);
    assert.ok(simulation.events.some(({ reason, message }) => reason === 'Preempted' && message === 'Preempted by pod uid-high on node n'));
  });

  it('looks at the next pods before the victims of one are gone', () => {
    const simulation = createSimulation([kubelet(), scheduler()]);
    const small = (name: string, nodeName: string) => pod(name, { node: nodeName, requests: { cpu: '600m' }, spec: { priority: 1 } });
    simulation.put(node('big', { allocatable: { cpu: '2' } }), node('little', { allocatable: { cpu: '1' } }));
    simulation.put(small('a', 'big'), small('b', 'big'), small('c', 'little'));
    simulation.run();
    const urgent = (name: string) => pod(name, { requests: { cpu: '900m' }, spec: { priority: 2 } });
    simulation.put(urgent('first'), urgent('second'));
    simulation.run();
    assert.deepEqual([nodeOf(simulation, 'first'), nodeOf(simulation, 'second')], ['big', 'little']);
    assert.equal(['a', 'b'].filter((name) => simulation.find(name)).length, 1);
  });

  it('waits on the nominated node for victims that do not go', () => {
    const simulation = simulate();
    const clinging = pod('low', {
      node: 'n',
      requests: { cpu: '3' },
      spec: { priority: 1 },
      metadata: { name: 'low', namespace: 'default', finalizers: ['example.com/hold'] },
    });
    simulation.put(node('n'), clinging);
    simulation.run();
    simulation.put(pod('high', { requests: { cpu: '3' }, spec: { priority: 2 } }));
    simulation.run();
    const { conditions } = simulation.pod('low').status ?? {};
    assert.deepEqual(
      conditions?.find(({ type }) => type === 'DisruptionTarget')?.message,
      'default-scheduler: preempting to accommodate a higher priority pod',
    );
    assert.equal(simulation.pod('high').status?.nominatedNodeName, 'n');
    simulation.put(pod('small', { requests: { cpu: '2' }, spec: { priority: 2 } }));
    simulation.run();
    assert.match(scheduled(simulation, 'small')?.message ?? '', /Insufficient cpu/);
  });

  it('lets others have the room of a nomination that is given up', () => {
    const simulation = simulate();
    const clinging = pod('low', {
      node: 'n',
      requests: { cpu: '3' },
      spec: { priority: 1 },
      metadata: { name: 'low', namespace: 'default', finalizers: ['example.com/hold'] },
    });
    simulation.put(node('n'), clinging);
    simulation.run();
    simulation.put(pod('high', { requests: { cpu: '3' }, spec: { priority: 2 } }));
    simulation.run();
    simulation.put(pod('small', { requests: { cpu: '1' }, spec: { priority: 2 } }));
    simulation.run();
    assert.equal(nodeOf(simulation, 'small'), '');
    simulation.remove(key('Pod', 'high'));
    simulation.run();
    assert.equal(nodeOf(simulation, 'small'), 'n');
  });

  it('binds volumes before the pod, and the pod once they are bound', () => {
    const simulation = simulate();
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default', uid: 'uid-data' },
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'late', resources: { requests: { storage: '1Gi' } } },
    };
    simulation.put(
      node('n'),
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'late' },
        provisioner: 'csi.example.com',
        volumeBindingMode: 'WaitForFirstConsumer',
      },
      claim,
      pod('p', { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }] } }),
    );
    simulation.run();
    assert.deepEqual([nodeOf(simulation, 'p'), simulation.pod('p').status?.nominatedNodeName], ['', 'n']);
    simulation.put({
      ...claim,
      metadata: { ...claim.metadata, annotations: { 'volume.kubernetes.io/selected-node': 'n', 'pv.kubernetes.io/bind-completed': 'yes' } },
      spec: { ...claim.spec, volumeName: 'pv' },
    });
    simulation.run();
    assert.deepEqual([nodeOf(simulation, 'p'), simulation.pod('p').status?.nominatedNodeName], ['n', undefined]);
  });
});
