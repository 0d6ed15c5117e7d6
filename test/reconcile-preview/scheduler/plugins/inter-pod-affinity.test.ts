import assert from 'node:assert/strict';
import type { PodAffinityTerm } from '../../../../src/model/kinds/core-v1.ts';
import { isFilterPass } from '../../../../src/reconcile-preview/scheduler/framework.ts';
import { interPodAffinity } from '../../../../src/reconcile-preview/scheduler/plugins/InterPodAffinity/inter-pod-affinity.ts';
import { cluster, filterAll, info, isRequeuedBy, node, pod, scoreAll } from '../fixtures.ts';

const ZONE = 'topology.kubernetes.io/zone';
const term = (app: string, more: PodAffinityTerm = {}): PodAffinityTerm => ({
  topologyKey: ZONE,
  labelSelector: { matchLabels: { app } },
  ...more,
});
const near = (...terms: PodAffinityTerm[]) => ({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } } });
const apart = (...terms: PodAffinityTerm[]) => ({
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms } },
});
const nodes = [
  node('a1', { labels: { [ZONE]: 'a' } }),
  node('a2', { labels: { [ZONE]: 'a' } }),
  node('b1', { labels: { [ZONE]: 'b' } }),
  node('bare'),
];
const store = pod('store', { labels: { app: 'store' }, node: 'a1' });
const noAffinity = "unresolvable: node(s) didn't match pod affinity rules";
const noAnti = "unschedulable: node(s) didn't match pod anti-affinity rules";
const noExisting = "unschedulable: node(s) didn't satisfy existing pods anti-affinity rules";

describe('InterPodAffinity as a filter', () => {
  it('skips when nobody has terms', () => assert.equal(filterAll(interPodAffinity, pod('p'), cluster(nodes, { pods: [store] })), 'skip'));

  it('wants domains with a matching pod', () =>
    assert.deepEqual(filterAll(interPodAffinity, pod('p', { spec: near(term('store')) }), cluster(nodes, { pods: [store] })), {
      a1: 'fits',
      a2: 'fits',
      b1: noAffinity,
      bare: noAffinity,
    }));

  it('wants one pod that matches all terms, in each of their domains', () => {
    const incoming = pod('p', { spec: near(term('store'), term('store', { topologyKey: 'kubernetes.io/hostname' })) });
    assert.deepEqual(filterAll(interPodAffinity, incoming, cluster(nodes, { pods: [store] })), {
      a1: 'fits',
      a2: noAffinity,
      b1: noAffinity,
      bare: noAffinity,
    });
    const mixed = pod('p', { spec: near(term('store'), term('other')) });
    const other = pod('other', { labels: { app: 'other' }, node: 'a1' });
    assert.deepEqual(filterAll(interPodAffinity, mixed, cluster(nodes, { pods: [store, other] })), {
      a1: noAffinity,
      a2: noAffinity,
      b1: noAffinity,
      bare: noAffinity,
    });
  });

  it('lets the first of a group in where there is a domain', () => {
    const first = pod('p', { labels: { app: 'choir' }, spec: near(term('choir')) });
    assert.deepEqual(filterAll(interPodAffinity, first, cluster(nodes)), { a1: 'fits', a2: 'fits', b1: 'fits', bare: noAffinity });
  });

  it('wants later ones of a group to join the first', () => {
    const first = pod('first', { labels: { app: 'choir' }, node: 'b1' });
    const later = pod('p', { labels: { app: 'choir' }, spec: near(term('choir')) });
    assert.deepEqual(filterAll(interPodAffinity, later, cluster(nodes, { pods: [first] })), {
      a1: noAffinity,
      a2: noAffinity,
      b1: 'fits',
      bare: noAffinity,
    });
  });

  it('keeps pods apart, in both directions', () => {
    assert.deepEqual(filterAll(interPodAffinity, pod('p', { spec: apart(term('store')) }), cluster(nodes, { pods: [store] })), {
      a1: noAnti,
      a2: noAnti,
      b1: 'fits',
      bare: 'fits',
    });
    const loner = pod('loner', { node: 'b1', spec: apart(term('noisy')) });
    assert.deepEqual(filterAll(interPodAffinity, pod('p', { labels: { app: 'noisy' } }), cluster(nodes, { pods: [loner] })), {
      a1: 'fits',
      a2: 'fits',
      b1: noExisting,
      bare: 'fits',
    });
  });

  it('looks into other namespaces when they are named or selected', () => {
    const foreign = pod('store', { labels: { app: 'store' }, node: 'a1', namespace: 'team' });
    const objects = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team', labels: { tier: 'shared' } } }];
    const context = cluster(nodes.slice(0, 1), { pods: [foreign], objects });
    const verdict = (more: PodAffinityTerm): unknown => filterAll(interPodAffinity, pod('p', { spec: near(term('store', more)) }), context);
    assert.deepEqual(verdict({}), { a1: noAffinity });
    assert.deepEqual(verdict({ namespaces: ['team'] }), { a1: 'fits' });
    assert.deepEqual(verdict({ namespaceSelector: {} }), { a1: 'fits' });
    assert.deepEqual(verdict({ namespaceSelector: { matchLabels: { tier: 'shared' } } }), { a1: 'fits' });
    assert.deepEqual(verdict({ namespaceSelector: { matchLabels: { tier: 'own' } } }), { a1: noAffinity });
  });

  it('follows pods in thought', () => {
    const context = cluster(nodes, { pods: [store] });
    const pass = interPodAffinity.preFilter?.(info(pod('p', { spec: apart(term('store')) })), context);
    assert.ok(pass && isFilterPass(pass));
    const a1 = context.snapshot.get('a1');
    assert.ok(a1);
    const fork = pass.fork?.();
    fork?.removePod(info(store), a1);
    assert.equal(fork?.filter?.(a1).kind, 'fits');
    assert.equal(pass.filter?.(a1).kind, 'unschedulable');
  });

  it('wants another try when a pod it waits for comes, or one in its way goes', () => {
    const arrival = { resource: 'AssignedPod', action: 'Add', before: undefined, after: info(store) } as const;
    assert.ok(isRequeuedBy(interPodAffinity, pod('p', { spec: near(term('store')) }), arrival));
    assert.ok(!isRequeuedBy(interPodAffinity, pod('p', { spec: near(term('other')) }), arrival));
    const departure = { resource: 'AssignedPod', action: 'Delete', before: info(store), after: undefined } as const;
    assert.ok(isRequeuedBy(interPodAffinity, pod('p', { spec: apart(term('store')) }), departure));
    assert.ok(!isRequeuedBy(interPodAffinity, pod('p', { spec: apart(term('other')) }), departure));
  });
});

describe('InterPodAffinity as a score', () => {
  const preferring = (kind: 'podAffinity' | 'podAntiAffinity', weight: number, podAffinityTerm: PodAffinityTerm) => ({
    affinity: { [kind]: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, podAffinityTerm }] } },
  });

  it('skips when no preference matches', () => {
    assert.equal(scoreAll(interPodAffinity, pod('p'), cluster(nodes, { pods: [store] })), 'skip');
    assert.equal(
      scoreAll(interPodAffinity, pod('p', { spec: preferring('podAffinity', 5, term('nobody')) }), cluster(nodes, { pods: [store] })),
      'skip',
    );
  });

  it('prefers to be near and to be apart', () => {
    const context = cluster(nodes, { pods: [store] });
    assert.deepEqual(scoreAll(interPodAffinity, pod('p', { spec: preferring('podAffinity', 5, term('store')) }), context), {
      a1: 100,
      a2: 100,
      b1: 0,
      bare: 0,
    });
    assert.deepEqual(scoreAll(interPodAffinity, pod('p', { spec: preferring('podAntiAffinity', 5, term('store')) }), context), {
      a1: 0,
      a2: 0,
      b1: 100,
      bare: 100,
    });
  });

  it('takes the preferences of others into account, required ones as 1', () => {
    const hard = pod('hard', { node: 'a1', spec: near(term('p')) });
    const soft = pod('soft', { node: 'b1', spec: preferring('podAffinity', 4, term('p')) });
    assert.deepEqual(scoreAll(interPodAffinity, pod('p', { labels: { app: 'p' } }), cluster(nodes, { pods: [hard, soft] })), {
      a1: 25,
      a2: 25,
      b1: 100,
      bare: 0,
    });
  });
});
