import assert from 'node:assert/strict';
import { taintNodesByCondition } from '../../../src/admission/plugins/TaintNodesByCondition/plugin.ts';
import { ask, contextWith, type Body } from '../request.ts';

describe('TaintNodesByCondition', () => {
  const node = (taints?: unknown): Body => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n' },
    ...(taints !== undefined && { spec: { taints } }),
  });
  const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

  it('taints new nodes behind the taints they have', () => {
    const [bare, tainted] = [node(), node([{ key: 'a', effect: 'NoExecute' }])];
    ask(taintNodesByCondition, bare, contextWith());
    ask(taintNodesByCondition, tainted, contextWith());
    assert.deepEqual(bare.spec, { taints: [NOT_READY] });
    assert.deepEqual(tainted.spec, { taints: [{ key: 'a', effect: 'NoExecute' }, NOT_READY] });
  });

  it('leaves a node alone that has the taint, whatever its value, and updates', () => {
    const tainted = node([{ ...NOT_READY, value: 'x' }]);
    ask(taintNodesByCondition, tainted, contextWith());
    assert.deepEqual(tainted.spec, { taints: [{ ...NOT_READY, value: 'x' }] });
    const updated = node();
    ask(taintNodesByCondition, updated, contextWith(), { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } });
    assert.equal(updated.spec, undefined);
  });
});
