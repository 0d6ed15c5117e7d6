import assert from 'node:assert/strict';
import type { PodFailurePolicy } from '../../../../src/model/kinds/batch-v1.ts';
import type { Pod } from '../../../../src/model/kinds/core-v1.ts';
import { judgeFailure } from '../../../../src/reconcile-preview/controllers/job/failure-policy.ts';
import type { Typed } from '../../../../src/reconcile-preview/kind.ts';

const failed = (exitCode: number): Typed<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'default' },
  status: {
    containerStatuses: [{ name: 'main', state: { terminated: { exitCode } } }],
    conditions: [{ type: 'DisruptionTarget', status: 'True' }],
  },
});
const policy = (...rules: NonNullable<PodFailurePolicy['rules']>): PodFailurePolicy => ({ rules });

describe('judging a failed pod', () => {
  it('counts it when no rule matches', () => {
    assert.deepEqual(judgeFailure(undefined, failed(1)), { counts: true });
    assert.deepEqual(judgeFailure(policy({ action: 'Ignore', onExitCodes: { operator: 'In', values: [2] } }), failed(1)), { counts: true });
  });

  it('takes the first rule that matches', () => {
    const rules = policy(
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailJob', onExitCodes: { operator: 'NotIn', values: [0] } },
    );
    assert.deepEqual(judgeFailure(rules, failed(1)), { counts: false });
  });

  it('says why the Job fails', () => {
    const rule = { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } };
    assert.deepEqual(judgeFailure(policy(rule), failed(42)), {
      counts: true,
      failsJob: 'Container main for pod default/p failed with exit code 42 matching FailJob rule at index 0',
    });
  });
});
