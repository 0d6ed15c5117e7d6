import assert from 'node:assert/strict';
import { extendedResourceToleration } from '../../../src/admission/plugins/ExtendedResourceToleration/plugin.ts';
import { ask, contextWith, type Body } from '../request.ts';

const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });

describe('ExtendedResourceToleration', () => {
  const requesting = (...names: string[]) => ({ resources: { requests: Object.fromEntries(names.map((name) => [name, '1'])) } });
  const toleration = (key: string) => ({ key, operator: 'Exists', effect: 'NoSchedule' });

  it('tolerates the taint of each extended resource, once and in order', () => {
    const body = pod({
      containers: [requesting('example.com/gpu', 'cpu'), requesting('example.com/gpu')],
      initContainers: [requesting('example.com/fpga', 'requests.example.com/x', 'sub.kubernetes.io/y')],
      tolerations: [toleration('example.com/gpu')],
    });
    ask(extendedResourceToleration, body, contextWith());
    assert.deepEqual((body.spec as { tolerations: unknown }).tolerations, [toleration('example.com/gpu'), toleration('example.com/fpga')]);
  });

  it('adds nothing for CPU and memory', () => {
    const body = pod({ containers: [requesting('cpu', 'memory', 'hugepages-2Mi')] });
    ask(extendedResourceToleration, body, contextWith());
    assert.equal('tolerations' in (body.spec as object), false);
  });
});
