import assert from 'node:assert/strict';
import { podTopologyLabels } from '../../../src/admission/plugins/PodTopologyLabels/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, requestFor, type Body } from '../request.ts';

const node: KubernetesObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'n',
    labels: { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r', 'kubernetes.io/hostname': 'n' },
  },
};
const pod = (nodeName: string): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', labels: { app: 'a', 'topology.kubernetes.io/zone': 'old' } },
  spec: { nodeName },
});
const ZONED = { app: 'a', 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r' };

describe('PodTopologyLabels', () => {
  it("gives a pod that is created on a node the node's zone and region", () => {
    const body = pod('n');
    ask(podTopologyLabels, body, contextWith([node]));
    assert.deepEqual(body.metadata.labels, ZONED);
  });

  it('gives them to bindings, from where the pod takes them', () => {
    const context = contextWith([node]);
    const binding: Body = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'p' }, target: { kind: 'Node', name: 'n' } };
    const request = { ...requestFor(pod(''), context), subresource: 'binding', object: binding };
    assert.equal(podTopologyLabels.handles(request), true);
    podTopologyLabels.admit?.(request, context);
    assert.deepEqual(binding.metadata.labels, { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r' });
  });

  it('does nothing without a node, for a node that is not there, and before 1.35', () => {
    for (const [nodeName, release] of [
      ['', '1.37'],
      ['other', '1.37'],
      ['n', '1.34'],
    ] as const) {
      const body = pod(nodeName);
      ask(podTopologyLabels, body, contextWith([node], release));
      assert.deepEqual(body.metadata.labels, { app: 'a', 'topology.kubernetes.io/zone': 'old' });
    }
  });
});
