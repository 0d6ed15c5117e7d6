import assert from 'node:assert/strict';
import { limitPodHardAntiAffinityTopology } from '../../../src/admission/plugins/LimitPodHardAntiAffinityTopology/plugin.ts';
import { ask, contextWith, type Body } from '../request.ts';

const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });

describe('LimitPodHardAntiAffinityTopology', () => {
  const away = (...keys: string[]): Body =>
    pod({
      affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: keys.map((topologyKey) => ({ topologyKey })) } },
    });

  it('lets pods keep others from their node', () => {
    assert.equal(ask(limitPodHardAntiAffinityTopology, away('kubernetes.io/hostname'), contextWith()), undefined);
    assert.equal(ask(limitPodHardAntiAffinityTopology, pod({}), contextWith()), undefined);
  });

  it('refuses anything wider', () => {
    assert.deepEqual(ask(limitPodHardAntiAffinityTopology, away('kubernetes.io/hostname', 'zone'), contextWith()), {
      kind: 'forbidden',
      message: 'affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key kubernetes.io/hostname is allowed',
    });
  });
});
