import assert from 'node:assert/strict';
import { defaultTolerationSeconds } from '../../../src/admission/plugins/DefaultTolerationSeconds/plugin.ts';
import { ask, contextWith, type Body } from '../request.ts';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 };
const UNREACHABLE = { ...NOT_READY, key: 'node.kubernetes.io/unreachable' };

function tolerationsOf(tolerations: unknown[]): unknown {
  const pod: Body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { tolerations } };
  ask(defaultTolerationSeconds, pod, contextWith());
  return pod.spec;
}

describe('DefaultTolerationSeconds', () => {
  it('adds both tolerations behind others', () => {
    const other = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' };
    assert.deepEqual(tolerationsOf([other]), { tolerations: [other, NOT_READY, UNREACHABLE] });
  });

  it('adds only the one that is missing', () => {
    const own = { key: 'node.kubernetes.io/unreachable', operator: 'Exists' };
    assert.deepEqual(tolerationsOf([own]), { tolerations: [own, NOT_READY] });
  });

  it('takes a toleration of everything for both', () => {
    assert.deepEqual(tolerationsOf([{ operator: 'Exists' }]), { tolerations: [{ operator: 'Exists' }] });
  });
});
