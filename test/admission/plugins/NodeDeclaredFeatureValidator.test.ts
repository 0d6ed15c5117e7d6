import assert from 'node:assert/strict';
import type { Denial } from '../../../src/admission/plugin.ts';
import { nodeDeclaredFeatureValidator } from '../../../src/admission/plugins/NodeDeclaredFeatureValidator/plugin.ts';
import type { Release } from '../../../src/schema/release.ts';
import { askRequest, contextWith, requestFor, type Body } from '../request.ts';

const pod = (generation: number, spec: object, nodeName = 'anvil'): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'x', generation },
  spec: { nodeName, containers: [{ name: 'c', image: 'c:1' }], ...spec },
});
const init = (cpu: string, restartPolicy?: string): object => ({
  initContainers: [{ name: 'i', image: 'i:1', resources: { requests: { cpu } }, ...(restartPolicy && { restartPolicy }) }],
});
const whole = (cpu: string): object => ({ resources: { requests: { cpu } } });

function change(before: Body, after: Body, declaredFeatures: readonly string[], release: Release = '1.37'): Denial | undefined {
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'anvil' }, status: { declaredFeatures } };
  const context = contextWith([node], release);
  return askRequest(nodeDeclaredFeatureValidator, { ...requestFor(after, context, before), subresource: 'resize' }, context);
}

describe('NodeDeclaredFeatureValidator', () => {
  it('refuses changes for which the node lacks features', () => {
    assert.deepEqual(change(pod(1, { ...init('1'), ...whole('1') }), pod(2, { ...init('2'), ...whole('2') }), []), {
      kind: 'forbidden',
      message:
        'pod update requires features InPlacePodLevelResourcesVerticalScaling, InPlacePodVerticalScalingInitContainers which are not available on node "anvil"',
    });
    assert.deepEqual(change(pod(1, whole('1')), pod(2, whole('2')), ['InPlacePodVerticalScalingInitContainers']), {
      kind: 'forbidden',
      message: 'pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node "anvil"',
    });
  });
  it('allows them where the node has the feature, and what takes none', () => {
    assert.equal(change(pod(1, init('1')), pod(2, init('2')), ['InPlacePodVerticalScalingInitContainers']), undefined);
    assert.equal(change(pod(1, init('1', 'Always')), pod(2, init('2', 'Always')), []), undefined);
  });
  it('does not look at pods without a node, at what changes nothing, nor before 1.36', () => {
    assert.equal(change(pod(1, whole('1'), ''), pod(2, whole('2'), ''), []), undefined);
    assert.equal(change(pod(1, whole('1')), pod(1, whole('2')), []), undefined);
    assert.equal(change(pod(1, whole('1')), pod(2, whole('2')), [], '1.35'), undefined);
  });
  it('refuses a pod whose node is gone', () => {
    assert.deepEqual(change(pod(1, whole('1'), 'gone'), pod(2, whole('2'), 'gone'), []), {
      kind: 'forbidden',
      message: 'node "gone" not found',
    });
  });
});
