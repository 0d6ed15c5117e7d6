import assert from 'node:assert/strict';
import { priority } from '../../../src/admission/plugins/Priority/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { ask, contextWith, type Body } from '../request.ts';

const priorityClass = (name: string, value: number, rest: object = {}): KubernetesObject => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  preemptionPolicy: 'PreemptLowerPriority',
  ...rest,
});
const pod = (spec: Record<string, unknown>): Body => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'x' }, spec });

describe('Priority', () => {
  const context = contextWith([priorityClass('high', 1000, { preemptionPolicy: 'Never' })]);

  it('gives a pod without a class priority 0', () => {
    const bare = pod({});
    assert.equal(ask(priority, bare, context), undefined);
    assert.deepEqual(bare.spec, { priority: 0, preemptionPolicy: 'PreemptLowerPriority' });
  });

  it('resolves the class that a pod names', () => {
    const named = pod({ priorityClassName: 'high', priority: 1000 });
    assert.equal(ask(priority, named, context), undefined);
    assert.deepEqual(named.spec, { priorityClassName: 'high', priority: 1000, preemptionPolicy: 'Never' });
  });

  it('resolves the default class of lowest value', () => {
    const globals = contextWith([priorityClass('a', 20, { globalDefault: true }), priorityClass('b', 10, { globalDefault: true })]);
    const bare = pod({});
    ask(priority, bare, globals);
    assert.deepEqual(bare.spec, { priorityClassName: 'b', priority: 10, preemptionPolicy: 'PreemptLowerPriority' });
  });

  for (const [spec, message] of [
    [{ priorityClassName: 'nope' }, 'no PriorityClass with name nope was found'],
    [
      { priority: 4 },
      'the integer value of priority (4) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      { priorityClassName: 'high', preemptionPolicy: 'PreemptLowerPriority' },
      'the string value of PreemptionPolicy (PreemptLowerPriority) must not be provided in pod spec; priority admission controller computed Never from the given PriorityClass name',
    ],
  ] as const) {
    it(`refuses ${JSON.stringify(spec)}`, () => assert.deepEqual(ask(priority, pod({ ...spec }), context), { kind: 'forbidden', message }));
  }

  it('keeps what it gave when the pod is replaced', () => {
    const again = pod({});
    ask(priority, again, context, { apiVersion: 'v1', kind: 'Pod', metadata: {}, spec: { priority: 7, preemptionPolicy: 'Never' } });
    assert.deepEqual(again.spec, { priority: 7, preemptionPolicy: 'Never' });
  });

  it('lets one class be the default', () => {
    const globals = contextWith([priorityClass('a', 20, { globalDefault: true })]);
    const second: Body = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'b' }, globalDefault: true };
    assert.deepEqual(ask(priority, second, globals), {
      kind: 'forbidden',
      message: 'PriorityClass a is already marked as default. Only one default can exist',
    });
    const first: Body = { ...second, metadata: { name: 'a' } };
    assert.equal(ask(priority, first, globals, priorityClass('a', 20, { globalDefault: true })), undefined);
    assert.equal(ask(priority, { ...second, globalDefault: false }, globals), undefined);
  });
});
