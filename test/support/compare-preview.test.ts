import assert from 'node:assert/strict';
import { comparePreviews, type ComparableStep } from './compare-preview.ts';

const UIDS = [
  '11111111-1111-4111-8111-111111111111',
  '22222222-2222-4222-8222-222222222222',
  '33333333-3333-4333-8333-333333333333',
] as const;
const pod = (end: string, uid: string, node = 'n1', phase = 'Running'): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `web-${end}`,
    generateName: 'web-',
    namespace: 'default',
    uid,
    creationTimestamp: '2026-01-01T00:00:00Z',
    resourceVersion: '7',
    ownerReferences: [{ kind: 'ReplicaSet', name: 'web' }],
  },
  spec: { nodeName: node },
  status: { phase, podIP: '10.233.1.2', conditions: [{ type: 'Ready', status: 'True' }] },
});
const node = (name: string, cpu = '4'): object => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: `${name}-uid` },
  status: { allocatable: { cpu } },
});
const step = (objects: readonly object[], file = '1.yaml'): ComparableStep => ({ file, settled: true, verdicts: [], objects });
const compare = (a: readonly object[], b: readonly object[]): string[] => comparePreviews([step(a)], [step(b)]);

describe('comparing previews', () => {
  it('does not mind what chance decides', () => {
    const other = {
      ...pod('zzzzz', UIDS[1]),
      status: { phase: 'Running', podIP: '10.233.9.9', conditions: [{ type: 'Ready', status: 'True' }] },
    };
    assert.deepEqual(compare([pod('aaaaa', UIDS[0])], [other]), []);
    assert.deepEqual(compare([node('n1'), node('n2'), pod('a', UIDS[0], 'n1')], [node('n1'), node('n2'), pod('b', UIDS[0], 'n2')]), []);
  });

  it('finds other fields, missing and additional objects', () => {
    assert.deepEqual(compare([pod('a', UIDS[0])], [pod('a', UIDS[0], 'n1', 'Pending')]), [
      '1.yaml Pod default/web-*.status.phase: expected "Running", got "Pending"',
    ]);
    assert.equal(compare([pod('a', UIDS[0]), pod('b', UIDS[1])], [pod('a', UIDS[0])]).length > 0, true);
    assert.equal(compare([], [pod('a', UIDS[0])]).length > 0, true);
  });

  it('tells nodes apart that are not alike', () => {
    const nodes = [node('n1'), node('n2', '8')];
    assert.equal(compare([...nodes, pod('a', UIDS[0], 'n1')], [...nodes, pod('a', UIDS[0], 'n2')]).length > 0, true);
  });

  it('counts pods on each of several like nodes', () => {
    const nodes = [node('n1'), node('n2')];
    const together = [...nodes, pod('a', UIDS[0], 'n1'), pod('b', UIDS[1], 'n1')];
    const apart = [...nodes, pod('a', UIDS[0], 'n1'), pod('b', UIDS[1], 'n2')];
    assert.equal(compare(together, apart).length > 0, true);
  });

  it('sees whether pods survive a step', () => {
    const kept = [step([pod('a', UIDS[0])]), step([pod('a', UIDS[0])], '2.yaml')];
    const replaced = [step([pod('a', UIDS[0])]), step([pod('b', UIDS[1])], '2.yaml')];
    assert.equal(comparePreviews(kept, replaced).length > 0, true);
    assert.deepEqual(comparePreviews(kept, kept), []);
  });
});
