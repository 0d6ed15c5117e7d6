import assert from 'node:assert/strict';
import { defaultIngressClass } from '../../../src/admission/plugins/DefaultIngressClass/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const ingressClass: KubernetesObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'web', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
};
const ingress = (spec: object, annotations = {}): Body => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'i', namespace: 'x', annotations },
  spec,
});

describe('DefaultIngressClass', () => {
  it('gives an ingress without a class the default one', () => {
    const bare = ingress({});
    ask(defaultIngressClass, bare, contextWith([ingressClass]));
    assert.deepEqual(bare.spec, { ingressClassName: 'web' });
  });

  it('leaves an ingress alone that has a class, also by annotation, or when there is no default', () => {
    for (const [body, objects] of [
      [ingress({ ingressClassName: 'own' }), [ingressClass]],
      [ingress({}, { 'kubernetes.io/ingress.class': 'own' }), [ingressClass]],
      [ingress({}), []],
    ] as const) {
      const before = { ...(body.spec as object) };
      ask(defaultIngressClass, body, contextWith(objects));
      assert.deepEqual(body.spec, before);
    }
  });
});
