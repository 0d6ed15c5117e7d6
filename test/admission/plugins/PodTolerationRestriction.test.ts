import assert from 'node:assert/strict';
import { podTolerationRestriction } from '../../../src/admission/plugins/PodTolerationRestriction/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });
const namespace = (annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'x', annotations },
});

describe('PodTolerationRestriction', () => {
  const team = { key: 'team', operator: 'Exists' };
  const configuration = { podTolerationRestriction: { default: [team], whitelist: [team] } };
  const context = { ...contextWith([namespace()]), configuration };

  it('gives a pod the tolerations of the cluster', () => {
    const body = pod({ containers: [] });
    assert.equal(ask(podTolerationRestriction, body, context), undefined);
    assert.deepEqual(body.spec, { containers: [], tolerations: [team] });
  });

  it('gives those of its namespace instead', () => {
    const body = pod({ containers: [] });
    const annotation = { 'scheduler.alpha.kubernetes.io/defaultTolerations': '[{"key":"own","effect":"NoSchedule"}]' };
    assert.equal(ask(podTolerationRestriction, body, contextWith([namespace(annotation)])), undefined);
    assert.deepEqual(body.spec, { containers: [], tolerations: [{ key: 'own', effect: 'NoSchedule' }] });
  });

  it('lets pods that ask for memory stay on nodes that are short of it', () => {
    const body = pod({ containers: [{ resources: { limits: { memory: '1Gi' } } }] });
    assert.equal(ask(podTolerationRestriction, body, contextWith([namespace()])), undefined);
    assert.deepEqual((body.spec as { tolerations: unknown }).tolerations, [
      { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
    ]);
  });

  for (const [annotations, scope] of [
    [{}, 'cluster'],
    [{ 'scheduler.alpha.kubernetes.io/tolerationsWhitelist': '[{"key":"team"}]' }, 'namespace'],
  ] as const) {
    it(`refuses what the ${scope} does not allow`, () => {
      const body = pod({ containers: [], tolerations: [{ key: 'other', operator: 'Exists' }] });
      const message = `pod tolerations (possibly merged with namespace default tolerations) conflict with its ${scope} whitelist`;
      assert.deepEqual(ask(podTolerationRestriction, body, { ...contextWith([namespace(annotations)]), configuration }), {
        kind: 'unclassified',
        message,
      });
    });
  }

  it('refuses all pods of a namespace whose annotation is no JSON', () => {
    const broken = contextWith([namespace({ 'scheduler.alpha.kubernetes.io/defaultTolerations': 'oops' })]);
    assert.deepEqual(ask(podTolerationRestriction, pod({}), broken), {
      kind: 'unclassified',
      message: "invalid character 'o' looking for beginning of value",
    });
  });
});
