import type { Component } from './component.ts';
import { keyOf, type Controller, type WorkContext } from './controller.ts';
import type { ReadView } from '../cluster/store.ts';
import type { Work } from './intent.ts';
import { UNDISTURBED, type World } from './kubelet/world.ts';
import { watchersOf } from './watchers.ts';
import { WorkQueue } from './work-queue.ts';

/** Nobody waits for what has failed so often that the next attempt is further away than this, as long as nothing changes. */
const LONGEST_WAIT = 60_000;

/** Work on a key that is not done yet. */
interface Started {
  readonly work: Work;
  /** Something of it was refused. */
  failed: boolean;
}

/** A controller with its work queue, as a component of the engine's loop. */
export function controllerComponent(listed: Controller, world: World = UNDISTURBED): Component {
  const controller = listed.anew?.(world) ?? listed;
  const { workers = Infinity } = controller;
  const watchesOf = watchersOf(controller.watches, ({ kind }) => [kind]);
  const queue = new WorkQueue();
  /** Keys that nobody waits for. */
  const idle = new WorkQueue();
  /** Keys that have failed for long, and the revision at which they did last. */
  const hopeless = new Map<string, number>();
  /** Turns for which keys are still busy. */
  const busy = new Map<string, number>();
  /** Work that pauses, by its key, and when it goes on. */
  const started = new Map<string, Started>();
  const pausing = new WorkQueue();
  /** Keys that became due while they were worked on. */
  const waiting = new Set<string>();
  return {
    name: controller.name,
    watches: controller.watches.map((watch) => watch.kind),
    observe(change, view, context) {
      for (const watch of watchesOf(change.object)) {
        const delay = typeof watch.delay === 'function' ? watch.delay(change) : (watch.delay ?? 0);
        for (const key of watch.keys?.(change, view) ?? [keyOf(change.object)]) (watch.idle ? idle : queue).add(key, context.now + delay);
      }
    },
    nextAt: () => earlier(pausing.nextAt(), hasRoom() ? earlier(queue.nextAt(), idle.nextAt()) : undefined),
    nextInProgressAt(revision) {
      const next = earlier(pausing.nextAt(), queue.nextAt());
      return hopeless.size > 0 ? earlier(next, retryAt(revision)) : next;
    },
    pending: () => [...pausing.entries(), ...queue.entries(), ...idle.entries()],
    *turn(view, context) {
      for (const key of pausing.takeDue(context.now)) yield* goOn(key, context);
      const begun = new Set<string>();
      for (const keys of [queue, idle]) {
        if (!hasRoom()) return;
        for (const key of keys.due(context.now)) {
          if (!begun.has(key)) yield* begin(key, view, context);
          begun.add(key);
          if (!hasRoom()) return;
        }
      }
    },
  };

  function* begin(key: string, view: ReadView, context: WorkContext): Work {
    const turns = busy.get(key) ?? 0;
    if (started.has(key)) waiting.add(key);
    else if (turns === 0) {
      started.set(key, { work: controller.reconcile(key, view, context), failed: false });
      yield* goOn(key, context);
    } else {
      if (turns === 1) busy.delete(key);
      else busy.set(key, turns - 1);
      queue.add(key, context.now);
    }
  }

  function hasRoom(): boolean {
    return started.size < workers;
  }

  /** When the first of them is tried again for which something has changed. */
  function retryAt(revision: number): number | undefined {
    const times = idle.entries().flatMap(({ key, at }) => ((hopeless.get(key) ?? revision) < revision ? [at] : []));
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Works on a key until it is done or pauses. */
  function* goOn(key: string, context: WorkContext): Work {
    const current = started.get(key);
    if (!current) return;
    const { work } = current;
    for (let step = work.next({}); !step.done;) {
      const intent = step.value;
      switch (intent.type) {
        case 'pause':
          pausing.add(key, context.now + intent.milliseconds);
          return;
        case 'requeueAfter':
          queue.add(key, context.now + intent.milliseconds);
          step = work.next({});
          break;
        case 'idleFor':
          idle.add(key, context.now + intent.milliseconds);
          step = work.next({});
          break;
        case 'busyFor':
          busy.set(key, intent.turns);
          step = work.next({});
          break;
        case 'retry':
          current.failed = true;
          step = work.next({});
          break;
        case 'event':
          step = work.next(yield intent);
          break;
        default: {
          const { orEnd, ...write } = intent;
          const outcome = yield write;
          current.failed ||= orEnd === true && outcome.refusal !== undefined;
          step = orEnd && outcome.refusal ? work.return() : work.next(outcome);
        }
      }
    }
    started.delete(key);
    if (waiting.delete(key)) queue.add(key, context.now);
    noteEnd(key, current.failed, context);
  }

  function noteEnd(key: string, failed: boolean, context: WorkContext): void {
    if (failed) {
      const delay = queue.delayAfterFailure(key);
      if (delay > LONGEST_WAIT) hopeless.set(key, context.revision);
      (delay > LONGEST_WAIT ? idle : queue).add(key, context.now + delay);
    } else if (queue.forget(key) && hopeless.delete(key)) idle.delete(key);
  }
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
