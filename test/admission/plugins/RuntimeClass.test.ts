import assert from 'node:assert/strict';
import { runtimeClass } from '../../../src/admission/plugins/RuntimeClass/plugin.ts';
import { mergeTolerations } from '../../../src/admission/tolerations.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const sandbox: KubernetesObject = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata: { name: 'sandbox' },
  handler: 'sandbox',
  overhead: { podFixed: { cpu: '100m' } },
  scheduling: { nodeSelector: { sandbox: 'yes' }, tolerations: [{ key: 'sandbox', operator: 'Exists' }] },
};
const context = contextWith([sandbox]);
const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });

describe('RuntimeClass', () => {
  it('gives a pod what its class has', () => {
    const body = pod({ runtimeClassName: 'sandbox', nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'a', operator: 'Exists' }] });
    assert.equal(ask(runtimeClass, body, context), undefined);
    assert.deepEqual(body.spec, {
      runtimeClassName: 'sandbox',
      overhead: { cpu: '100m' },
      nodeSelector: { disk: 'ssd', sandbox: 'yes' },
      tolerations: [
        { key: 'a', operator: 'Exists' },
        { key: 'sandbox', operator: 'Exists' },
      ],
    });
  });

  for (const [spec, message] of [
    [{ runtimeClassName: 'nope' }, 'pod rejected: RuntimeClass "nope" not found'],
    [{ runtimeClassName: 'sandbox', overhead: { cpu: '1' } }, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"],
    [{ overhead: { cpu: '1' } }, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead'],
    [
      { runtimeClassName: 'sandbox', nodeSelector: { sandbox: 'no' } },
      'conflict: runtimeClass.scheduling.nodeSelector[sandbox] = yes; pod.spec.nodeSelector[sandbox] = no',
    ],
  ] as const) {
    it(`says: ${message}`, () => assert.deepEqual(ask(runtimeClass, pod({ ...spec }), context), { kind: 'forbidden', message }));
  }

  it('drops tolerations that another one covers', () => {
    const everything = { operator: 'Exists' };
    const short = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 };
    const long = { ...short, tolerationSeconds: 9 };
    assert.deepEqual(mergeTolerations([short, long, short]), [long]);
    assert.deepEqual(mergeTolerations([short, everything, long]), [everything]);
    assert.deepEqual(mergeTolerations([short, short]), [short]);
  });
});
