import assert from 'node:assert/strict';
import { createControlPlane } from '../../src/apiserver/create-control-plane.ts';
import { controllerComponent } from '../../src/reconcile-preview/controller-component.ts';
import type { Controller } from '../../src/reconcile-preview/controller.ts';
import { createEngine } from '../../src/reconcile-preview/engine.ts';
import { busyFor, create, emit, idleFor, pause, requeueAfter, retry, update, type Work } from '../../src/reconcile-preview/intent.ts';
import { draft, getObject } from '../../src/reconcile-preview/kind.ts';
import { CONFIG_MAP } from '../../src/reconcile-preview/kinds.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const registry = loadSchemas('1.37');
const configMap = (name: string): object => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });

/** An engine with one controller that watches config maps. */
function engineWith(reconcile: Controller['reconcile']) {
  const server = createControlPlane({ registry });
  const engine = createEngine(server, [controllerComponent({ name: 'test', watches: [{ kind: CONFIG_MAP }], reconcile })]);
  const start = server.cluster.clock.now;
  const add = (name: string): void =>
    void engine.act('user', () => server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
  return { engine, server, add, elapsed: () => server.cluster.clock.now - start };
}

describe('engine', () => {
  it('notes who wrote what and why', () => {
    const { engine, add } = engineWith(function* (key): Work {
      if (key === 'default/a') yield* create(configMap('b'), 'because of a');
    });
    add('a');
    assert.deepEqual(engine.run(), { settled: true, turns: 2 });
    assert.deepEqual(
      engine.timeline.entries.map(({ by, type, object, why }) => [by, type, object.metadata.name, why]),
      [
        ['user', 'ADDED', 'a', undefined],
        ['test', 'ADDED', 'b', 'because of a'],
      ],
    );
  });

  it('tells components of what was there before them', () => {
    const server = createControlPlane({ registry });
    server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'old' } });
    const keys: string[] = [];
    const controller: Controller = {
      name: 'test',
      watches: [{ kind: CONFIG_MAP }],
      // eslint-disable-next-line require-yield
      *reconcile(key) {
        keys.push(key);
      },
    };
    createEngine(server, [controllerComponent(controller)]).run();
    assert.deepEqual(keys, ['default/old']);
  });

  it('moves time to where the next work is due', () => {
    let turns = 0;
    const { engine, add, elapsed } = engineWith(function* (): Work {
      turns += 1;
      if (turns < 3) yield* requeueAfter(60_000);
    });
    add('a');
    engine.run();
    assert.deepEqual([turns, elapsed()], [3, 120_000]);
  });

  it('tries failed work again, later each time', () => {
    const times: number[] = [];
    const { engine, add } = engineWith(function* (_key, _view, { now }): Work {
      times.push(now);
      if (times.length < 4) yield* retry('not yet');
    });
    add('a');
    engine.run();
    assert.deepEqual(
      times.map((time) => time - (times[0] ?? 0)),
      [0, 5, 15, 35],
    );
  });

  it('ends work at a write over a newer version and starts it anew', () => {
    const seen: string[] = [];
    const { engine, add, server } = engineWith(function* (key, view): Work {
      const object = getObject(view, CONFIG_MAP, 'default', 'a');
      if (!object || key !== 'default/a' || object.data?.done) return;
      const stale = draft(object);
      yield* update({ ...stale, data: { step: String(seen.length) } });
      seen.push('first write');
      yield* update({ ...stale, data: { done: 'yes' } });
      seen.push('never: the version is old');
    });
    add('a');
    assert.equal(engine.run({ maxTurns: 4 }).settled, false);
    assert.deepEqual(new Set(seen), new Set(['first write']));
    assert.equal(getObject(server.cluster.store, CONFIG_MAP, 'default', 'a')?.data?.done, undefined);
  });

  it('looks at what happens during long work together', () => {
    const seen: string[] = [];
    const server = createControlPlane({ registry });
    const slow: Controller = {
      name: 'slow',
      watches: [{ kind: CONFIG_MAP, keys: () => ['all'] }],
      *reconcile(_key, view): Work {
        seen.push(String(view.list(CONFIG_MAP, 'default').length));
        yield* busyFor(2);
      },
    };
    const busy: Controller = {
      name: 'busy',
      watches: [{ kind: CONFIG_MAP }],
      *reconcile(key): Work {
        const count = Number(key.split('/')[1]);
        if (count < 7) yield* create(configMap(String(count + 1)));
      },
    };
    const engine = createEngine(
      server,
      [slow, busy].map((controller) => controllerComponent(controller)),
    );
    engine.act('user', () => server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '1' } }));
    assert.equal(engine.run().settled, true);
    assert.deepEqual(seen, ['1', '4', '7']);
  });

  it('works on several keys at once, as many as there are workers, and on one key once at a time', () => {
    const steps: string[] = [];
    const server = createControlPlane({ registry });
    const start = server.cluster.clock.now;
    const patient: Controller = {
      name: 'patient',
      workers: 2,
      watches: [{ kind: CONFIG_MAP }],
      *reconcile(key, view, context): Work {
        const note = (what: string): void => void steps.push(`${what} ${key.slice(-1)} at ${context.now - start}`);
        note('begins');
        const object = getObject(view, CONFIG_MAP, 'default', key.slice(-1));
        if (object && !object.data) yield* update({ ...draft(object), data: { seen: 'yes' } });
        yield* pause(10);
        note('ends');
      },
    };
    const engine = createEngine(server, [controllerComponent(patient)]);
    for (const name of ['a', 'b', 'c'])
      engine.act('user', () => server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }));
    assert.equal(engine.run().settled, true);
    assert.deepEqual(steps, [
      ...['begins a at 0', 'begins b at 0', 'ends a at 10', 'ends b at 10'],
      ...['begins c at 10', 'begins a at 10', 'ends c at 20', 'ends a at 20'],
      ...['begins b at 20', 'begins c at 20', 'ends b at 30', 'ends c at 30'],
    ]);
  });

  it('counts equal events', () => {
    let turns = 0;
    const { engine, add } = engineWith(function* (_key, view): Work {
      turns += 1;
      const object = getObject(view, CONFIG_MAP, 'default', 'a');
      if (object) yield* emit('Warning', 'Odd', 'Something is odd', object);
      if (turns < 3) yield* requeueAfter(1000);
    });
    add('a');
    engine.run();
    const [event, ...others] = engine.timeline.events;
    assert.deepEqual([event?.count, (event?.lastAt ?? 0) - (event?.firstAt ?? 0), others], [3, 2000, []]);
  });

  it('stops when it has been quiet for long enough, however much is planned for later', () => {
    let turns = 0;
    const { engine, add, elapsed } = engineWith(function* (): Work {
      turns += 1;
      yield* requeueAfter(10_000);
    });
    add('a');
    assert.deepEqual(engine.run({ quietFor: 3000 }).settled, true);
    assert.deepEqual([turns, elapsed()], [1, 3000]);
  });

  it('rests when only the clock would make it go on', () => {
    let turns = 0;
    const { engine, add, elapsed } = engineWith(function* (): Work {
      turns += 1;
      yield* idleFor(60_000);
      if (turns === 1) yield* requeueAfter(90_000);
    });
    add('a');
    assert.equal(engine.run().settled, true);
    assert.deepEqual([turns, elapsed()], [3, 90_000]);
  });

  it('gives up when components undo their work for ever', () => {
    let turns = 0;
    const { engine, add, elapsed } = engineWith(function* (_key, view): Work {
      turns += 1;
      const object = getObject(view, CONFIG_MAP, 'default', 'a');
      if (object) yield* update({ ...draft(object), data: { turn: String(turns) } });
    });
    add('a');
    assert.equal(engine.run().settled, false);
    assert.ok(turns > 1000 && turns < 10_000, String(turns));
    assert.equal(elapsed(), 0);
  });

  it('gives up at the limit of time or work', () => {
    const { engine, add, elapsed } = engineWith(function* (_key, view, { now }): Work {
      const object = getObject(view, CONFIG_MAP, 'default', 'a');
      if (!object) return;
      yield* update({ ...draft(object), data: { now: String(now) } });
      yield* requeueAfter(1000);
    });
    add('a');
    assert.equal(engine.run({ quietFor: 3000, limit: 20_000 }).settled, false);
    assert.equal(elapsed(), 20_000);
    assert.equal(engine.run({ maxTurns: 5 }).settled, false);
  });
});
