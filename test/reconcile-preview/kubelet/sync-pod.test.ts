import assert from 'node:assert/strict';
import type { Node, Pod, PodSpec, PodStatus } from '../../../src/model/kinds/core-v1.ts';
import { parseFate, WELL } from '../../../src/reconcile-preview/kubelet/fate.ts';
import { delayOf, syncPod, untilReady } from '../../../src/reconcile-preview/kubelet/sync-pod.ts';
import type { Release } from '../../../src/schema/release.ts';

const NOW = '2024-01-01T00:00:00Z';
const LATER = '2024-01-01T00:01:00Z';

const podWith = (
  spec: PodSpec = {},
  { fate, status = {}, metadata = {} }: { fate?: string; status?: PodStatus; metadata?: Pod['metadata'] } = {},
): Pod => ({
  metadata: {
    name: 'p',
    namespace: 'ns',
    uid: 'u',
    generation: 2,
    ...(fate !== undefined && { annotations: { 'drydock.dev/fate': fate } }),
    ...metadata,
  },
  spec: { nodeName: 'n', restartPolicy: 'Always', containers: [{ name: 'main', image: 'example.com/app:1' }], ...spec },
  status: { phase: 'Pending', qosClass: 'BestEffort', ...status },
});

function statusOf(
  pod: Pod,
  { node, release = '1.37', timestamp = NOW }: { node?: Node; release?: Release; timestamp?: string } = {},
): PodStatus {
  const action = syncPod(pod, node, { release, timestamp });
  assert.ok(action.kind === 'status', action.kind);
  return action.status;
}

const started = (pod: Pod): Pod => ({ ...pod, status: statusOf(pod) });
const briefly = (status: PodStatus): string[] =>
  (status.conditions ?? []).map(({ type, status: is, reason, message }) => [type, is, reason, message].filter(Boolean).join(' '));

describe('the kubelet with a pod', () => {
  it('does nothing without a node', () =>
    assert.deepEqual(syncPod(podWith({ nodeName: '' }), undefined, { release: '1.37', timestamp: NOW }), { kind: 'nothing' }));

  it('removes a pod that is being deleted', () =>
    assert.deepEqual(syncPod(podWith({}, { metadata: { deletionTimestamp: NOW } }), undefined, { release: '1.37', timestamp: NOW }), {
      kind: 'delete',
    }));

  it('runs it, with the whole status', () =>
    assert.deepEqual(statusOf(podWith(), { node: { status: { addresses: [{ type: 'InternalIP', address: '192.0.2.1' }] } } }), {
      phase: 'Running',
      qosClass: 'BestEffort',
      startTime: NOW,
      hostIP: '192.0.2.1',
      hostIPs: [{ ip: '192.0.2.1' }],
      podIP: '10.233.60.17',
      podIPs: [{ ip: '10.233.60.17' }],
      containerStatuses: [
        {
          name: 'main',
          image: 'example.com/app:1',
          imageID: 'image://example.com/app:1',
          containerID: 'containerd://main',
          resources: {},
          ready: true,
          started: true,
          state: { running: { startedAt: NOW } },
        },
      ],
      resources: {},
      conditions: ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        type,
        observedGeneration: 2,
        status: 'True',
        lastTransitionTime: NOW,
      })),
      observedGeneration: 2,
    }));

  it('reports resources of the pod as a whole from 1.37 on', () => {
    const pod = podWith({ containers: [{ name: 'main', resources: { requests: { cpu: '100m' }, limits: { cpu: '1' } } }] });
    const { resources, allocatedResources } = statusOf(pod);
    assert.deepEqual(
      { resources, allocatedResources },
      { resources: { requests: { cpu: '100m' }, limits: { cpu: '1' } }, allocatedResources: { cpu: '100m' } },
    );
    assert.equal(statusOf(pod, { release: '1.36' }).resources, undefined);
    assert.deepEqual(statusOf(pod, { release: '1.36' }).containerStatuses?.[0]?.allocatedResources, { cpu: '100m' });
  });

  it('gives pods in the host network the address of the host', () =>
    assert.equal(statusOf(podWith({ hostNetwork: true })).podIP, statusOf(podWith()).hostIP));

  it('tells of mounts, and whether they are read-only all the way down', () => {
    const volumeMounts = [
      { name: 'a', mountPath: '/a' },
      { name: 'b', mountPath: '/b', readOnly: true },
      { name: 'c', mountPath: '/c', readOnly: true, recursiveReadOnly: 'IfPossible' },
    ];
    assert.deepEqual(statusOf(podWith({ containers: [{ name: 'main', volumeMounts }] })).containerStatuses?.[0]?.volumeMounts, [
      { name: 'a', mountPath: '/a' },
      { name: 'b', mountPath: '/b', readOnly: true, recursiveReadOnly: 'Disabled' },
      { name: 'c', mountPath: '/c', readOnly: true, recursiveReadOnly: 'Enabled' },
    ]);
  });

  it('has init containers done and sidecars running', () => {
    const initContainers = [
      { name: 'setup', image: 's' },
      { name: 'proxy', image: 'p', restartPolicy: 'Always' },
    ];
    const [setup, proxy] = statusOf(podWith({ initContainers })).initContainerStatuses ?? [];
    assert.deepEqual(
      [setup?.ready, setup?.started, setup?.state],
      [true, false, { terminated: { reason: 'Completed', startedAt: NOW, finishedAt: NOW, containerID: 'containerd://setup' } }],
    );
    assert.deepEqual([proxy?.ready, proxy?.started, proxy?.state], [true, true, { running: { startedAt: NOW } }]);
  });

  it('keeps a pod that is never ready waiting', () => {
    const pod = podWith({ containers: [{ name: 'a' }, { name: 'b' }] }, { fate: 'never-ready' });
    assert.deepEqual(briefly(statusOf(pod)), [
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready False ContainersNotReady containers with unready status: [a b]',
      'ContainersReady False ContainersNotReady containers with unready status: [a b]',
      'PodScheduled True',
    ]);
    assert.equal(syncPod(started(pod), undefined, { release: '1.37', timestamp: LATER }).kind, 'nothing');
  });

  it('leaves a pod without its image pending', () => {
    const status = statusOf(podWith({}, { fate: 'image-pull-error' }));
    assert.equal(status.phase, 'Pending');
    assert.deepEqual(status.containerStatuses?.[0], {
      name: 'main',
      image: 'example.com/app:1',
      started: false,
      state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "example.com/app:1"' } },
    });
    assert.equal(
      syncPod({ ...podWith({}, { fate: 'image-pull-error' }), status }, undefined, { release: '1.37', timestamp: LATER }).kind,
      'nothing',
    );
  });

  it('ends pods that may end, with their exit code', () => {
    const ended = (fate?: string): PodStatus =>
      statusOf(started(podWith({ restartPolicy: 'Never' }, fate === undefined ? {} : { fate })), { timestamp: LATER });
    assert.equal(ended().phase, 'Succeeded');
    assert.deepEqual(ended().containerStatuses?.[0]?.state, {
      terminated: { reason: 'Completed', startedAt: NOW, finishedAt: LATER, containerID: 'containerd://main' },
    });
    assert.deepEqual(briefly(ended()), [
      'PodReadyToStartContainers False',
      'Initialized True PodCompleted',
      'Ready False PodCompleted',
      'ContainersReady False PodCompleted',
      'PodScheduled True',
    ]);
    assert.equal(ended('exit=3').phase, 'Failed');
    assert.equal(ended('exit=3').containerStatuses?.[0]?.state?.terminated?.exitCode, 3);
    assert.deepEqual(briefly(ended('exit=3'))[2], 'Ready False PodFailed');
    assert.equal(ended('exit=three').phase, 'Succeeded');
    assert.equal(syncPod(started(podWith()), undefined, { release: '1.37', timestamp: LATER }).kind, 'nothing');
  });

  it('ends sidecars with the pod', () => {
    const status = statusOf(started(podWith({ restartPolicy: 'Never', initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] })), {
      timestamp: LATER,
    });
    assert.deepEqual(status.initContainerStatuses?.[0]?.state?.terminated?.reason, 'Completed');
    assert.equal(status.initContainerStatuses[0].ready, undefined);
  });

  it('restarts a failing container once and then waits', () => {
    const crashed = {
      ...podWith({ restartPolicy: 'OnFailure' }, { fate: 'exit=1' }),
      status: statusOf(started(podWith({ restartPolicy: 'OnFailure' }, { fate: 'exit=1' })), { timestamp: LATER }),
    };
    const [container] = crashed.status.containerStatuses ?? [];
    assert.equal(crashed.status.phase, 'Running');
    assert.deepEqual(container?.state, {
      waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s restarting failed container=main pod=p_ns(u)' },
    });
    assert.deepEqual([container.restartCount, container.lastState?.terminated?.exitCode], [1, 1]);
    assert.equal(syncPod(crashed, undefined, { release: '1.37', timestamp: LATER }).kind, 'nothing');
  });

  it('takes its time for work that ends', () => {
    assert.equal(delayOf(podWith(), WELL, 0), 0);
    assert.equal(delayOf(started(podWith({ restartPolicy: 'Never' })), WELL, 0), 300);
  });

  it('has containers become ready when they are said to, and end no sooner', () => {
    const fate = parseFate('ready-after=10s');
    assert.ok(fate);
    const pod = podWith({ restartPolicy: 'Never' }, { fate: 'ready-after=10s' });
    const running = started(pod);
    assert.deepEqual([running.status?.phase, running.status?.containerStatuses?.[0]?.ready], ['Running', undefined]);
    assert.equal(delayOf(running, fate, Date.parse(NOW) + 4000), 6000);
    assert.equal(untilReady(running, fate, Date.parse(NOW) + 4000), 6000);
    const ready = { ...running, status: statusOf(running, { timestamp: LATER }) };
    assert.deepEqual([ready.status.phase, ready.status.containerStatuses?.[0]?.ready], ['Running', true]);
    assert.ok(briefly(ready.status).includes('Ready True'));
    assert.equal(delayOf(ready, fate, Date.parse(LATER)), 300);
    assert.equal(statusOf(ready, { timestamp: LATER }).phase, 'Succeeded');
  });

  it('keeps the conditions of others behind its own, and the time of what does not change', () => {
    const conditions = [
      { type: 'example.com/warm', status: 'False' },
      { type: 'PodScheduled', status: 'True', lastTransitionTime: NOW, reason: 'old' },
    ];
    const pod = podWith(
      { readinessGates: [{ conditionType: 'example.com/warm' }, { conditionType: 'example.com/known' }] },
      { status: { conditions } },
    );
    const status = statusOf(pod, { timestamp: LATER });
    assert.deepEqual(briefly(status), [
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready False ReadinessGatesNotReady the status of pod readiness gate "example.com/warm" is not "True", but False, corresponding condition of pod readiness gate "example.com/known" does not exist.',
      'ContainersReady True',
      'PodScheduled True',
      'example.com/warm False',
    ]);
    assert.deepEqual(
      (status.conditions ?? []).map(({ lastTransitionTime }) => lastTransitionTime),
      [LATER, LATER, LATER, LATER, NOW, undefined],
    );
  });
});
