import assert from 'node:assert/strict';
import type { JobSpec } from '../../../../src/model/kinds/batch-v1.ts';
import type { Pod } from '../../../../src/model/kinds/core-v1.ts';
import { failedIndexesOf, failureAnnotations, podsToReplace } from '../../../../src/reconcile-preview/controllers/job/index-failures.ts';
import { remainingIndexBackoff } from '../../../../src/reconcile-preview/controllers/job/backoff.ts';
import { podsToRemove } from '../../../../src/reconcile-preview/controllers/job/removal.ts';
import type { Typed } from '../../../../src/reconcile-preview/kind.ts';

const FAILURES = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED = 'batch.kubernetes.io/job-index-ignored-failure-count';
const job = (spec: JobSpec) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j' },
  spec: { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 1, ...spec },
});

/** A failed pod of an index after so many failures, ended at that second. */
const failed = (index: number, failures: number, second = 0, exitCode = 1): Typed<Pod> => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `p-${index}-${second}`,
    annotations: { 'batch.kubernetes.io/job-completion-index': String(index), [FAILURES]: String(failures) },
    finalizers: ['batch.kubernetes.io/job-tracking'],
  },
  status: {
    phase: 'Failed',
    containerStatuses: [{ name: 'work', state: { terminated: { exitCode, finishedAt: `2026-01-01T00:00:0${second}Z` } } }],
  },
});
const active = (name: string, index: number): Typed<Pod> => ({
  ...failed(index, 0),
  metadata: { ...failed(index, 0).metadata, name },
  status: { phase: 'Running' },
});

describe('failures of an index', () => {
  it('give it up once there was one more than its limit', () => {
    assert.deepEqual([...failedIndexesOf(job({}), [failed(0, 0), failed(1, 1), failed(7, 5)])], [1]);
    assert.deepEqual([...failedIndexesOf({ ...job({}), status: { failedIndexes: '2' } }, [])], [2]);
  });

  it('give it up at once where the policy says so, and do not count where it says that', () => {
    const rule = (action: string): JobSpec => ({ podFailurePolicy: { rules: [{ action, onExitCodes: { operator: 'In', values: [7] } }] } });
    assert.deepEqual([...failedIndexesOf(job(rule('FailIndex')), [failed(0, 0, 0, 7), failed(1, 0, 0, 8)])], [0]);
    assert.deepEqual([...failedIndexesOf(job(rule('Ignore')), [failed(0, 4, 0, 7)])], []);
  });

  it('are handed on to the pod that replaces the last one', () => {
    const last = failed(0, 2, 5);
    const waiting = podsToReplace(job({}), [failed(0, 1, 3), last, failed(1, 0), failed(2, 0)], new Set([2]));
    assert.deepEqual(
      [...waiting].map(([index, { metadata }]) => [index, metadata.name]),
      [
        [0, 'p-0-5'],
        [1, 'p-1-0'],
      ],
    );
    assert.deepEqual(failureAnnotations(job({}), last), { [FAILURES]: '3' });
    assert.deepEqual(failureAnnotations(job({}), undefined), { [FAILURES]: '0' });
    const ignoring = job({ podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'NotIn', values: [0] } }] } });
    assert.deepEqual(failureAnnotations(ignoring, last), { [FAILURES]: '2', [IGNORED]: '1' });
  });

  it('make its next pod wait twice as long each time', () => {
    const now = Date.parse('2026-01-01T00:00:09Z');
    assert.equal(remainingIndexBackoff(failed(0, 0, 5), now), 6000);
    assert.equal(remainingIndexBackoff(failed(0, 2, 5), now), 36_000);
    assert.equal(remainingIndexBackoff(undefined, now), 0);
  });
});

describe('pods that an indexed Job removes', () => {
  it('are those without a place of their own, however few there are', () => {
    const pods = [active('a', 0), active('b', 0), active('c', 5), active('d', 1)];
    const names = (surplus: number): unknown[] => podsToRemove(job({}), pods, surplus, 0).map(({ metadata }) => metadata.name);
    assert.deepEqual(names(0).sort(), ['a', 'c']);
    assert.equal(names(3).length, 3);
    assert.ok(!names(3).slice(0, 2).includes('d'));
  });
});
