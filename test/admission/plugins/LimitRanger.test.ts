import assert from 'node:assert/strict';
import { limitRanger } from '../../../src/admission/plugins/LimitRanger/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import type { LimitRangeItem } from '../../../src/model/kinds/core-v1.ts';
import { ask, contextWith, type Body } from '../request.ts';

const range = (...limits: LimitRangeItem[]): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'l', namespace: 'x' },
  spec: { limits },
});
const pod = (spec: object): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });
const container = (name: string, requests?: object, limits?: object): object => ({
  name,
  ...((requests ?? limits) && { resources: { ...(requests && { requests }), ...(limits && { limits }) } }),
});

describe('LimitRanger', () => {
  it('gives containers the requests and limits that they lack, and says so on the pod', () => {
    const body = pod({
      containers: [container('a'), container('b', { cpu: '1' }, { cpu: '2' })],
      initContainers: [container('i', { memory: '1Gi' })],
    });
    const context = contextWith([range({ type: 'Container', default: { cpu: '500m', memory: '64Mi' }, defaultRequest: { cpu: '100m' } })]);
    assert.equal(ask(limitRanger, body, context), undefined);
    assert.deepEqual(body.spec, {
      containers: [
        container('a', { cpu: '100m' }, { cpu: '500m', memory: '64Mi' }),
        container('b', { cpu: '1' }, { cpu: '2', memory: '64Mi' }),
      ],
      initContainers: [container('i', { cpu: '100m', memory: '1Gi' }, { cpu: '500m', memory: '64Mi' })],
    });
    assert.deepEqual(body.metadata.annotations, {
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu request for container a; cpu, memory limit for container a; memory limit for container b; cpu request for init container i; cpu, memory limit for init container i',
    });
  });

  const bounds: LimitRangeItem = { type: 'Container', min: { cpu: '50m' }, max: { cpu: '2' }, maxLimitRequestRatio: { cpu: '4' } };
  for (const [title, containers, message] of [
    ['nothing', [container('a', { cpu: '1' }, { cpu: '2' })], undefined],
    [
      'a request below the minimum and a steep limit',
      [container('a', { cpu: '40m' }, { cpu: '2' })],
      '[minimum cpu usage per Container is 50m, but request is 40m, cpu max limit to request ratio per Container is 4, but provided ratio is 50.000000]',
    ],
    ['a limit above the maximum', [container('a', { cpu: '1' }, { cpu: '3' })], 'maximum cpu usage per Container is 2, but limit is 3'],
    [
      'no amounts at all, once for all containers',
      [container('a'), container('b')],
      '[minimum cpu usage per Container is 50m.  No request is specified, maximum cpu usage per Container is 2.  No limit is specified, cpu max limit to request ratio per Container is 4, but no request is specified or request is 0]',
    ],
  ] as const) {
    it(`objects to ${title}`, () => {
      const denial = ask(limitRanger, pod({ containers }), contextWith([range(bounds)]));
      assert.deepEqual(denial, message === undefined ? undefined : { kind: 'forbidden', message });
    });
  }

  it('adds up the containers of a pod', () => {
    const context = contextWith([range({ type: 'Pod', max: { cpu: '3' } })]);
    const denial = ask(limitRanger, pod({ containers: [container('a', {}, { cpu: '2' }), container('b', {}, { cpu: '2' })] }), context);
    assert.deepEqual(denial, { kind: 'forbidden', message: 'maximum cpu usage per Pod is 3, but limit is 4' });
  });

  it('bounds the storage of claims', () => {
    const claim: Body = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'c', namespace: 'x' },
      spec: { resources: { requests: { storage: '512Mi' } } },
    };
    const context = contextWith([range({ type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '2Gi' } })]);
    assert.deepEqual(ask(limitRanger, claim, context), {
      kind: 'forbidden',
      message: 'minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 512Mi',
    });
  });

  it('leaves updates of pods and other namespaces alone', () => {
    const context = contextWith([range({ type: 'Container', default: { cpu: '1' } })]);
    const body = pod({ containers: [container('a')] });
    ask(limitRanger, body, context, { apiVersion: 'v1', kind: 'Pod', metadata: {} });
    ask(limitRanger, { ...body, metadata: { name: 'p', namespace: 'y' } }, context);
    assert.deepEqual(body.spec, { containers: [container('a')] });
  });
});
