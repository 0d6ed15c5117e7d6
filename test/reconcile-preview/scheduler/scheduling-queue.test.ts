import assert from 'node:assert/strict';
import { SchedulingQueue, type QueuedPod } from '../../../src/reconcile-preview/scheduler/scheduling-queue.ts';
import { info, pod } from './fixtures.ts';

const waiting = (name: string, priority = 0) => info(pod(name, { spec: { priority } }));

const drain = (queue: SchedulingQueue, now = 0): string[] => {
  const names: string[] = [];
  for (let next = queue.pop(now); next; next = queue.pop(now)) names.push(next.pod.name);
  return names;
};

const take = (queue: SchedulingQueue, now = 0): QueuedPod => {
  const next = queue.pop(now);
  assert.ok(next);
  return next;
};

describe('the scheduling queue', () => {
  it('hands out pods by priority, then in the order they came', () => {
    const queue = new SchedulingQueue();
    for (const [name, priority] of [
      ['a', 0],
      ['b', 5],
      ['c', 0],
      ['d', 9],
      ['e', 5],
    ] as const)
      queue.add(waiting(name, priority), false);
    assert.deepEqual(drain(queue), ['d', 'b', 'e', 'a', 'c']);
  });

  it('keeps the order when pods come while others are handed out', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('a'), false);
    queue.add(waiting('b'), false);
    assert.equal(take(queue).pod.name, 'a');
    queue.add(waiting('c'), false);
    queue.add(waiting('urgent', 1), false);
    assert.deepEqual(drain(queue), ['urgent', 'b', 'c']);
  });

  it('gives rejected pods back only when something has happened', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('a'), false);
    queue.addRejected(take(queue), new Set(['X']), false, 0);
    assert.equal(queue.nextAt(0), undefined);
    assert.deepEqual(drain(queue), []);
    queue.requeue('default/a', 0);
    assert.equal(queue.nextAt(0), 0);
    assert.deepEqual(drain(queue), ['a']);
  });

  it('puts active pods before those that back off', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('rejected', 9), false);
    queue.addRejected(take(queue), new Set(['X']), false, 0);
    queue.requeue('default/rejected', 0);
    queue.add(waiting('new'), false);
    assert.deepEqual(drain(queue), ['new', 'rejected']);
  });

  it('orders pods that back off within the same second by priority', () => {
    const queue = new SchedulingQueue();
    for (const [name, priority] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      queue.add(waiting(name, priority), false);
      queue.addRejected(take(queue), new Set(['X']), false, 0);
    }
    queue.requeue('default/a', 0);
    queue.requeue('default/b', 0);
    assert.deepEqual(drain(queue), ['b', 'a']);
  });

  it('orders pods whose back-off ends at different times by that', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('early'), false);
    queue.addRejected(take(queue), new Set(['X']), false, 0);
    queue.add(waiting('late', 9), false);
    queue.addRejected(take(queue, 1000), new Set(['X']), false, 1000);
    queue.requeue('default/late', 1000);
    queue.requeue('default/early', 1000);
    assert.deepEqual(drain(queue, 1000), ['early', 'late']);
  });

  it('lets a pod wait after an error, longer each time, up to ten seconds', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('a'), false);
    let now = 0;
    const delays = Array.from({ length: 6 }, () => {
      queue.addRejected(take(queue, now), new Set(), true, now);
      const at = queue.nextAt(now);
      assert.ok(at !== undefined && at > now);
      const delay = at - now;
      now = at;
      return delay;
    });
    assert.deepEqual(delays, [2000, 3000, 5000, 9000, 11_000, 11_000]);
  });

  it('holds gated pods until they are let go', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('a'), true);
    assert.equal(queue.nextAt(0), undefined);
    assert.ok(queue.isGated('default/a'));
    queue.ungate('default/a');
    assert.deepEqual(drain(queue), ['a']);
  });

  it('forgets pods, and knows the newest version of the others', () => {
    const queue = new SchedulingQueue();
    queue.add(waiting('a'), false);
    queue.add(waiting('b'), false);
    queue.remove('default/a');
    queue.update(waiting('b', 7));
    assert.equal(queue.get('default/b')?.pod.priority, 7);
    assert.deepEqual(drain(queue), ['b']);
  });
});
