import assert from 'node:assert/strict';
import type { TopologySpreadConstraint } from '../../../../src/model/kinds/core-v1.ts';
import { podTopologySpread } from '../../../../src/reconcile-preview/scheduler/plugins/PodTopologySpread/pod-topology-spread.ts';
import { isFilterPass } from '../../../../src/reconcile-preview/scheduler/framework.ts';
import { cluster, filterAll, info, isRequeuedBy, node, pod, scoreAll } from '../fixtures.ts';

const ZONE = 'topology.kubernetes.io/zone';
const zoned = (name: string, zone: string, options: Parameters<typeof node>[1] = {}) =>
  node(name, { ...options, labels: { [ZONE]: zone, ...options.labels } });
const labels = { app: 'web' };
const on = (name: string, nodeName: string, options: Parameters<typeof pod>[1] = {}) => pod(name, { labels, node: nodeName, ...options });
const spread = (constraint: TopologySpreadConstraint, options: Parameters<typeof pod>[1] = {}) =>
  pod('p', {
    labels,
    ...options,
    spec: {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: labels }, ...constraint },
      ],
      ...options.spec,
    },
  });
const no = "unschedulable: node(s) didn't match pod topology spread constraints";
const missing = "unresolvable: node(s) didn't match pod topology spread constraints (missing required label)";

describe('PodTopologySpread as a filter', () => {
  const nodes = [zoned('a', 'za'), zoned('b', 'zb'), zoned('c', 'zc'), node('none')];
  const pods = [on('a1', 'a'), on('a2', 'a'), on('b1', 'b'), on('c1', 'c')];

  it('lets no domain get more than maxSkew ahead of the emptiest', () => {
    assert.deepEqual(filterAll(podTopologySpread, spread({}), cluster(nodes, { pods })), { a: no, b: 'fits', c: 'fits', none: missing });
    assert.deepEqual(filterAll(podTopologySpread, spread({ maxSkew: 2 }), cluster(nodes, { pods })), {
      a: 'fits',
      b: 'fits',
      c: 'fits',
      none: missing,
    });
  });

  it('does not count the pod itself when it does not match', () =>
    assert.deepEqual(filterAll(podTopologySpread, spread({}, { labels: { app: 'other' } }), cluster(nodes, { pods })), {
      a: 'fits',
      b: 'fits',
      c: 'fits',
      none: missing,
    }));

  it('counts pods of its own namespace that are not going away', () => {
    const others = [
      on('other', 'a', { namespace: 'other' }),
      on('leaving', 'a', { metadata: { name: 'leaving', namespace: 'default', labels, deletionTimestamp: '2024-01-01T00:00:00Z' } }),
    ];
    assert.deepEqual(filterAll(podTopologySpread, spread({}), cluster(nodes, { pods: others })), {
      a: 'fits',
      b: 'fits',
      c: 'fits',
      none: missing,
    });
  });

  it('takes the minimum for 0 while there are fewer domains than minDomains', () => {
    const context = cluster(nodes, { pods: [on('a1', 'a'), on('b1', 'b'), on('c1', 'c')] });
    assert.deepEqual(filterAll(podTopologySpread, spread({ minDomains: 3 }), context), { a: 'fits', b: 'fits', c: 'fits', none: missing });
    assert.deepEqual(filterAll(podTopologySpread, spread({ minDomains: 4 }), context), { a: no, b: no, c: no, none: missing });
  });

  it('leaves out nodes that the pod may not go to, and tainted ones when asked to', () => {
    const tainted = [
      zoned('a', 'za'),
      zoned('b', 'zb', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
      zoned('c', 'zc', { labels: { slow: 'yes' } }),
    ];
    const context = cluster(tainted, { pods: [on('a1', 'a'), on('c1', 'c')] });
    assert.deepEqual(filterAll(podTopologySpread, spread({}), context), { a: no, b: 'fits', c: no });
    assert.deepEqual(filterAll(podTopologySpread, spread({ nodeTaintsPolicy: 'Honor' }), context), { a: 'fits', b: 'fits', c: 'fits' });
    const fast = { nodeSelector: { 'kubernetes.io/hostname': 'a' } };
    assert.deepEqual(filterAll(podTopologySpread, spread({}, { spec: fast }), context), { a: 'fits', b: 'fits', c: 'fits' });
    assert.deepEqual(filterAll(podTopologySpread, spread({ nodeAffinityPolicy: 'Ignore' }, { spec: fast }), context), {
      a: no,
      b: 'fits',
      c: no,
    });
  });

  it('counts only pods with the same values of the labels in matchLabelKeys', () => {
    const context = cluster(nodes.slice(0, 2), { pods: [on('a1', 'a', { labels: { app: 'web', version: '1' } })] });
    assert.deepEqual(
      filterAll(podTopologySpread, spread({ matchLabelKeys: ['version'] }, { labels: { app: 'web', version: '1' } }), context),
      { a: no, b: 'fits' },
    );
    assert.deepEqual(
      filterAll(podTopologySpread, spread({ matchLabelKeys: ['version'] }, { labels: { app: 'web', version: '2' } }), context),
      { a: 'fits', b: 'fits' },
    );
  });

  it('follows pods in thought without changing what others see', () => {
    const context = cluster(nodes.slice(0, 2), { pods: [on('a1', 'a')] });
    const pass = podTopologySpread.preFilter?.(info(spread({})), context);
    assert.ok(pass && isFilterPass(pass));
    const [a, b] = [context.snapshot.get('a'), context.snapshot.get('b')];
    assert.ok(a && b);
    const fork = pass.fork?.();
    fork?.removePod(info(on('a1', 'a')), a);
    fork?.addPod(info(on('b1', 'b')), b);
    assert.deepEqual([fork?.filter?.(a).kind, fork?.filter?.(b).kind], ['fits', 'unschedulable']);
    assert.deepEqual([pass.filter?.(a).kind, pass.filter?.(b).kind], ['unschedulable', 'fits']);
  });

  it('wants another try when a matching pod comes or goes', () => {
    const event = { resource: 'AssignedPod', action: 'Add', before: undefined } as const;
    assert.ok(isRequeuedBy(podTopologySpread, spread({}), { ...event, after: info(on('x', 'c')) }));
    assert.ok(!isRequeuedBy(podTopologySpread, spread({}), { ...event, after: info(pod('x', { node: 'c' })) }));
    assert.ok(!isRequeuedBy(podTopologySpread, spread({}), { ...event, after: info(on('x', 'c', { namespace: 'other' })) }));
  });
});

describe('PodTopologySpread as a score', () => {
  // ln(2 + 2) per pod: 2.77 and 1.39 round to 3 and 1; 100 × (3 + 1 - s) / 3
  it('prefers domains with fewer pods; nodes without the label come last', () => {
    const context = cluster([zoned('a', 'za'), zoned('b', 'zb'), node('none')], { pods: [on('a1', 'a'), on('a2', 'a'), on('b1', 'b')] });
    assert.deepEqual(scoreAll(podTopologySpread, spread({ whenUnsatisfiable: 'ScheduleAnyway' }), context), { a: 33, b: 100, none: 0 });
  });

  it('spreads pods of a controller over hosts and zones by default', () => {
    const objects = [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'rs', namespace: 'default' },
        spec: { selector: { matchLabels: labels } },
      },
    ];
    const owned = pod('p', {
      labels,
      metadata: {
        name: 'p',
        namespace: 'default',
        labels,
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true }],
      },
    });
    const context = cluster([zoned('a', 'za'), zoned('b', 'zb')], { pods: [on('a1', 'a')], objects });
    // hosts: 1 × ln 4 + 2, zones: 1 × ln 4 + 4: 8.77 rounds to 9; without pods 6
    assert.deepEqual(scoreAll(podTopologySpread, owned, context), { a: 66, b: 100 });
    assert.equal(scoreAll(podTopologySpread, pod('p', { labels }), context), 'skip');
  });

  it('spreads pods of a service by default', () => {
    const objects = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'default' }, spec: { selector: labels } }];
    const context = cluster([zoned('a', 'za'), zoned('b', 'zb')], { pods: [on('a1', 'a')], objects });
    assert.deepEqual(scoreAll(podTopologySpread, pod('p', { labels }), context), { a: 66, b: 100 });
  });
});
