import assert from 'node:assert/strict';
import type { SuccessPolicyRule } from '../../../../src/model/kinds/batch-v1.ts';
import { metSuccessRule } from '../../../../src/reconcile-preview/controllers/job/success-policy.ts';

const met = (succeeded: readonly number[], completions: number, ...rules: SuccessPolicyRule[]): string | undefined =>
  metSuccessRule(
    { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { completions, successPolicy: { rules } } },
    new Set(succeeded),
  );

describe('the success policy of a Job', () => {
  it('is met when all wanted indexes, or enough of them, have succeeded', () => {
    assert.equal(met([0, 2], 5, { succeededIndexes: '0,2-3' }), undefined);
    assert.equal(met([0, 2, 3], 5, { succeededIndexes: '0,2-3' }), 'Matched rules at index 0');
    assert.equal(met([0, 2], 5, { succeededIndexes: '0,2-3', succeededCount: 2 }), 'Matched rules at index 0');
    assert.equal(met([1, 4], 5, { succeededIndexes: '0,2-3', succeededCount: 1 }), undefined);
  });

  it('names the first rule that is met', () => {
    assert.equal(met([1, 4], 5, { succeededIndexes: '0' }, { succeededCount: 2 }), 'Matched rules at index 1');
  });

  it('is not met by nothing', () => {
    assert.equal(met([], 5, { succeededCount: 0 }), undefined);
    assert.equal(met([0], 5, { succeededIndexes: '7-9' }), undefined);
  });

  it('takes ranges as long as a Job can be', () => {
    assert.equal(met([0], 2147483647, { succeededIndexes: '0-2147483646', succeededCount: 1 }), 'Matched rules at index 0');
  });
});
