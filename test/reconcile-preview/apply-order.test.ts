import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyOrder } from '../../src/reconcile-preview/apply-order.ts';

const KINDS = ['Pod', 'Namespace', 'CustomResourceDefinition', 'Gadget', 'Service', 'Node', 'Deployment'];
const documents = (kinds: readonly string[]) => kinds.map((kind, index) => ({ index, value: { kind } }));

describe('applyOrder', () => {
  it('puts what others need first and unknown kinds last', () => {
    assert.deepEqual(
      applyOrder(documents(KINDS)).map(({ value }) => value.kind),
      ['Node', 'CustomResourceDefinition', 'Namespace', 'Service', 'Pod', 'Deployment', 'Gadget'],
    );
  });

  it('keeps the order of documents of one kind, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KINDS)), (kinds) => {
        const once = applyOrder(documents(kinds));
        for (const kind of KINDS) {
          const indexes = once.filter(({ value }) => value.kind === kind).map(({ index }) => index);
          assert.deepEqual(
            indexes,
            [...indexes].sort((a, b) => a - b),
          );
        }
        assert.deepEqual(applyOrder(once), once);
      }),
      { seed: 7 },
    );
  });
});
