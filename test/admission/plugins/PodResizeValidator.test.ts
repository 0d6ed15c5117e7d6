import assert from 'node:assert/strict';
import type { Denial } from '../../../src/admission/plugin.ts';
import { podResizeValidator } from '../../../src/admission/plugins/PodResizeValidator/plugin.ts';
import type { Release } from '../../../src/schema/release.ts';
import { askRequest, contextWith, requestFor, type Body } from '../request.ts';

const pod = (cpu: string, generation: number, nodeName = 'anvil'): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'x', generation },
  spec: { nodeName, containers: [{ name: 'c', image: 'c:1', resources: { requests: { cpu, memory: '1Gi' } } }] },
});
const node = (os: string): Body => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'anvil', labels: { 'kubernetes.io/os': os } },
  status: { allocatable: { cpu: '2', memory: '512Mi' } },
});

function resize(before: Body, after: Body, { os = 'linux', release = '1.37' as Release, subresource = 'resize' } = {}): Denial | undefined {
  const context = contextWith([node(os)], release);
  return askRequest(podResizeValidator, { ...requestFor(after, context, before), subresource }, context);
}

describe('PodResizeValidator', () => {
  it('refuses more than the node has, and says of each amount how much', () => {
    assert.deepEqual(resize(pod('1', 1), pod('2500m', 2)), {
      kind: 'forbidden',
      message:
        "node didn't have enough allocatable resources: cpu, requested: 2500, allocatable: 2000; memory, requested: 1073741824, allocatable: 536870912",
      causes: [{ reason: 'NodeCapacity' }],
    });
  });
  it('refuses resizes on other systems than Linux', () => {
    assert.deepEqual(resize(pod('1', 1), pod('2', 2), { os: 'windows' }), {
      kind: 'forbidden',
      message: 'pod resize is only supported on linux nodes, node "anvil" is "windows"',
      causes: [{ reason: 'UnsupportedPlatform' }],
    });
  });
  it('refuses a pod whose node is gone', () => {
    assert.deepEqual(resize(pod('1', 1, 'gone'), pod('2', 2, 'gone')), { kind: 'forbidden', message: 'node "gone" not found' });
  });
  it('does not look at pods without a node, at what changes nothing, at other updates, nor before 1.36', () => {
    assert.equal(resize(pod('1', 1, ''), pod('3', 2, '')), undefined);
    assert.equal(resize(pod('3', 1), pod('3', 1)), undefined);
    assert.equal(resize(pod('1', 1), pod('3', 2), { subresource: '' }), undefined);
    assert.equal(resize(pod('1', 1), pod('3', 2), { release: '1.35' }), undefined);
  });
});
