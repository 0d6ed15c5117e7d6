import assert from 'node:assert/strict';
import { imageLocality } from '../../../../src/reconcile-preview/scheduler/plugins/ImageLocality/image-locality.ts';
import { nodeResourcesBalancedAllocation } from '../../../../src/reconcile-preview/scheduler/plugins/NodeResourcesBalancedAllocation/node-resources-balanced-allocation.ts';
import {
  nodeResourcesFit,
  nodeResourcesFitWith,
} from '../../../../src/reconcile-preview/scheduler/plugins/NodeResourcesFit/node-resources-fit.ts';
import { cluster, filterAll, info, isRequeuedBy, node, pod, scoreAll } from '../fixtures.ts';

describe('NodeResourcesFit', () => {
  it('names everything that is short; unresolvable when the empty node would be too small', () => {
    const context = cluster([node('busy'), node('free'), node('tiny', { allocatable: { cpu: '1', memory: '1Gi', pods: '0' } })], {
      pods: [pod('x', { node: 'busy', requests: { cpu: '3', memory: '7Gi' } })],
    });
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p', { requests: { cpu: '2', memory: '2Gi' } }), context), {
      busy: 'unschedulable: Insufficient cpu: Insufficient memory',
      free: 'fits',
      tiny: 'unresolvable: Too many pods: Insufficient cpu: Insufficient memory',
    });
  });

  it('fits to the last thousandth', () => {
    const context = cluster([node('n')], { pods: [pod('x', { node: 'n', requests: { cpu: '1' } })] });
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p', { requests: { cpu: '3' } }), context), { n: 'fits' });
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p', { requests: { cpu: '3001m' } }), context), {
      n: 'unschedulable: Insufficient cpu',
    });
  });

  it('counts special resources and what has a quota of its own', () => {
    const context = cluster([node('gpu', { allocatable: { 'example.com/gpu': '2', 'ephemeral-storage': '1Gi' } }), node('plain')]);
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p', { requests: { 'example.com/gpu': '1', 'ephemeral-storage': '2Gi' } }), context), {
      gpu: 'unresolvable: Insufficient ephemeral-storage',
      plain: 'unresolvable: Insufficient ephemeral-storage: Insufficient example.com/gpu',
    });
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p', { requests: { 'hugepages-2Mi': '0' } }), context), {
      gpu: 'fits',
      plain: 'fits',
    });
  });

  it('lets a pod that requests nothing onto a full node as long as pods are allowed', () => {
    const context = cluster([node('n', { allocatable: { cpu: '1', pods: '2' } })], {
      pods: [pod('x', { node: 'n', requests: { cpu: '1' } })],
    });
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p'), context), { n: 'fits' });
    const crowded = cluster([node('n', { allocatable: { pods: '1' } })], { pods: [pod('x', { node: 'n' })] });
    assert.deepEqual(filterAll(nodeResourcesFit, pod('p'), crowded), { n: 'unschedulable: Too many pods' });
  });

  // (4000 - 1000) / 4000 and (8192 - 1024) / 8192 free: (75 + 87) / 2 = 81
  it('prefers the emptiest node by default', () => {
    const context = cluster([node('empty'), node('used')], { pods: [pod('x', { node: 'used', requests: { cpu: '1', memory: '1Gi' } })] });
    assert.deepEqual(scoreAll(nodeResourcesFit, pod('p', { requests: { cpu: '1', memory: '1Gi' } }), context), { empty: 81, used: 62 });
  });

  it('counts containers without requests as 100m and 200Mi', () => {
    const context = cluster([node('empty'), node('used')], { pods: [pod('x', { node: 'used' }), pod('y', { node: 'used' })] });
    assert.deepEqual(scoreAll(nodeResourcesFit, pod('p'), context), { empty: 97, used: 92 });
  });

  it('can prefer the fullest node, or follow a line', () => {
    const resources = [{ name: 'cpu', weight: 1 }];
    const context = cluster([node('empty'), node('used')], { pods: [pod('x', { node: 'used', requests: { cpu: '1' } })] });
    const incoming = pod('p', { requests: { cpu: '1' } });
    assert.deepEqual(scoreAll(nodeResourcesFitWith({ type: 'MostAllocated', resources }), incoming, context), { empty: 25, used: 50 });
    const shape = [
      { utilization: 0, score: 0 },
      { utilization: 50, score: 10 },
      { utilization: 100, score: 5 },
    ];
    const onLine = nodeResourcesFitWith({ type: 'RequestedToCapacityRatio', resources, shape });
    assert.deepEqual(scoreAll(onLine, incoming, context), { empty: 50, used: 100 });
    assert.deepEqual(scoreAll(onLine, pod('p', { requests: { cpu: '2' } }), context), { empty: 100, used: 75 });
  });

  it('wants another try when a pod goes, or a node has got what the pod needs', () => {
    const waiting = pod('p', { requests: { cpu: '3' } });
    assert.ok(
      isRequeuedBy(nodeResourcesFit, waiting, {
        resource: 'AssignedPod',
        action: 'Delete',
        before: info(pod('x', { node: 'n' })),
        after: undefined,
      }),
    );
    const grown = (cpu: string, memory = '8Gi') => node('n', { allocatable: { cpu, memory } });
    const event = { resource: 'Node', action: 'UpdateNodeAllocatable', before: grown('2') } as const;
    assert.ok(isRequeuedBy(nodeResourcesFit, waiting, { ...event, after: grown('3') }));
    assert.ok(!isRequeuedBy(nodeResourcesFit, waiting, { ...event, after: grown('2500m') }));
    assert.ok(!isRequeuedBy(nodeResourcesFit, waiting, { ...event, before: grown('4'), after: grown('4', '9Gi') }));
    assert.ok(!isRequeuedBy(nodeResourcesFit, waiting, { resource: 'Node', action: 'Add', before: undefined, after: grown('2') }));
  });
});

describe('NodeResourcesBalancedAllocation', () => {
  const incoming = pod('p', { requests: { cpu: '2', memory: '1Gi' } });
  const context = (release: '1.35' | '1.37') =>
    cluster([node('empty'), node('memory-used')], { pods: [pod('x', { node: 'memory-used', requests: { memory: '3Gi' } })], release });

  // 0.5 and 0.125 used: deviation 0.1875, so 81; 0.5 and 0.5: 100
  it('scores how even the node would be, up to 1.35', () =>
    assert.deepEqual(scoreAll(nodeResourcesBalancedAllocation, incoming, context('1.35')), { empty: 81, 'memory-used': 100 }));

  // from 100 to 81: 50 + (50 - 19) / 2; from 81 to 100: 50 + (50 + 19) / 2
  it('scores how much more even the node becomes, from 1.36 on', () =>
    assert.deepEqual(scoreAll(nodeResourcesBalancedAllocation, incoming, context('1.37')), { empty: 65, 'memory-used': 84 }));

  it('does not look at pods that request neither', () =>
    assert.equal(scoreAll(nodeResourcesBalancedAllocation, pod('p'), context('1.37')), 'skip'));
});

describe('ImageLocality', () => {
  const MI = 1024 * 1024;

  // 540 Mi on one of two nodes counts half: 100 × (270 - 23) / (1000 - 23) = 25
  it('scores the size of images that are there, less the fewer nodes have them', () => {
    const context = cluster([node('a', { images: { 'example.com/app:1': 540 * MI } }), node('b')]);
    assert.deepEqual(scoreAll(imageLocality, pod('p'), context), { a: 25, b: 0 });
  });

  it('knows an image without a tag as the latest', () => {
    const context = cluster([node('a', { images: { 'example.com:5000/app:latest': 3000 * MI } })]);
    assert.deepEqual(scoreAll(imageLocality, pod('p', { spec: { containers: [{ name: 'c', image: 'example.com:5000/app' }] } }), context), {
      a: 100,
    });
  });
});
