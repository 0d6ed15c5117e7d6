import assert from 'node:assert/strict';
import { WorkQueue } from '../../src/reconcile-preview/work-queue.ts';

describe('WorkQueue', () => {
  it('hands out due keys as they came, each once', () => {
    const queue = new WorkQueue();
    for (const key of ['b', 'a', 'b', 'c']) queue.add(key, key === 'c' ? 10 : 0);
    assert.deepEqual(queue.takeDue(5), ['b', 'a']);
    assert.deepEqual(queue.takeDue(5), []);
    assert.equal(queue.nextAt(), 10);
  });

  it('keeps the earlier time of a key that is added twice', () => {
    const queue = new WorkQueue();
    queue.add('a', 300);
    queue.add('a', 100);
    queue.add('a', 200);
    assert.equal(queue.nextAt(), 100);
  });

  it('hands out first what has been due for longer', () => {
    const queue = new WorkQueue();
    for (const [key, at] of [
      ['a', 3],
      ['b', 2],
      ['c', 3],
    ] as const)
      queue.add(key, at);
    assert.deepEqual(queue.takeDue(5), ['b', 'a', 'c']);
  });

  it('doubles the delay with each failure until the key succeeds', () => {
    const queue = new WorkQueue();
    assert.deepEqual(
      [0, 0, 0].map(() => queue.delayAfterFailure('a')),
      [5, 10, 20],
    );
    assert.equal(queue.forget('a'), true);
    assert.equal(queue.forget('a'), false);
    assert.equal(queue.delayAfterFailure('a'), 5);
  });

  it('takes one key and leaves the others due', () => {
    const queue = new WorkQueue();
    queue.add('b', 0);
    queue.add('a', 0);
    assert.equal(queue.take(0), 'b');
    assert.equal(queue.take(0), 'a');
    assert.equal(queue.take(0), undefined);
  });
});
