import assert from 'node:assert/strict';
import { createControlPlane } from '../../../../src/apiserver/create-control-plane.ts';
import { createComponents } from '../../../../src/reconcile-preview/components.ts';
import { createEngine, type Engine } from '../../../../src/reconcile-preview/engine.ts';
import { getObject, listObjects } from '../../../../src/reconcile-preview/kind.ts';
import { CRON_JOB, JOB } from '../../../../src/reconcile-preview/kinds.ts';
import { loadSchemas } from '../../../../src/schema/load.ts';
import type { JsonObject } from '../../../../src/model/json.ts';

const registry = loadSchemas('1.37');
const MINUTE = 60_000;

/** A cluster with one node and a CronJob that runs every minute. */
function clusterWith(spec: JsonObject, fate?: string): Engine {
  const server = createControlPlane({ registry });
  const engine = createEngine(server, createComponents());
  const capacity = { cpu: '4', memory: '8Gi', pods: '110' };
  engine.act('user', () => server.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'anvil' }, status: { capacity } }));
  engine.run({ quietFor: 1000 });
  const metadata = fate === undefined ? {} : { annotations: { 'drydock.dev/fate': fate } };
  const containers = [{ name: 'work', image: 'registry.example.org/work:1' }];
  const jobTemplate = {
    metadata: { labels: { from: 'cron' } },
    spec: { backoffLimit: 0, template: { metadata, spec: { restartPolicy: 'Never', containers } } },
  };
  const cronJob = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: { schedule: '* * * * *', ...spec, jobTemplate },
  };
  const answer = engine.act('user', () => server.create(cronJob));
  assert.equal(answer.verdict, 'accepted', JSON.stringify(answer));
  return engine;
}

/** Lets time pass although the cluster rests. */
const pass = (engine: Engine, time: number): void => void engine.run({ quietFor: time, limit: time });
const jobNames = ({ server }: Engine): string[] =>
  listObjects(server.cluster.store, JOB, 'default').map(({ metadata }) => metadata.name ?? '');
const statusOf = ({ server }: Engine) => getObject(server.cluster.store, CRON_JOB, 'default', 'tick')?.status;
const reasons = (engine: Engine): string[] =>
  engine.timeline.events.flatMap(({ by, reason }) => (by === 'cronjob-controller' ? [reason] : []));

describe('cronjob-controller', () => {
  it('lets the cluster rest until the next time', () => {
    const engine = clusterWith({});
    assert.equal(engine.run().settled, true);
    assert.deepEqual(jobNames(engine), []);
  });

  it('starts a Job named by its minute and notes when it was and how it ended', () => {
    const engine = clusterWith({ timeZone: 'Asia/Tokyo' });
    pass(engine, MINUTE);
    const job = getObject(engine.server.cluster.store, JOB, 'default', 'tick-29453761');
    assert.deepEqual(job?.metadata.annotations, { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T09:01:00+09:00' });
    assert.equal(job.metadata.labels?.from, 'cron');
    pass(engine, 10_000);
    assert.deepEqual(statusOf(engine), { lastScheduleTime: '2026-01-01T00:01:00Z', lastSuccessfulTime: '2026-01-01T00:01:01Z' });
    assert.deepEqual(reasons(engine), ['SuccessfulCreate', 'SawCompletedJob']);
  });

  it('keeps as much history as it is told', () => {
    const engine = clusterWith({ successfulJobsHistoryLimit: 2 });
    pass(engine, 5 * MINUTE + 10_000);
    assert.deepEqual(jobNames(engine), ['tick-29453764', 'tick-29453765']);
  });

  it('waits for the one that still runs, replaces it or starts another, by its policy', () => {
    const after = (concurrencyPolicy: string): Engine => {
      const engine = clusterWith({ concurrencyPolicy }, 'never-ready');
      pass(engine, 2 * MINUTE + 10_000);
      return engine;
    };
    assert.deepEqual(jobNames(after('Forbid')), ['tick-29453761']);
    assert.deepEqual(jobNames(after('Replace')), ['tick-29453762']);
    const allowed = after('Allow');
    assert.deepEqual(jobNames(allowed), ['tick-29453761', 'tick-29453762']);
    assert.deepEqual(
      statusOf(allowed)?.active?.map(({ name }) => name),
      ['tick-29453761', 'tick-29453762'],
    );
  });

  it('starts nothing while it is suspended', () => {
    const engine = clusterWith({ suspend: true });
    pass(engine, 3 * MINUTE);
    assert.deepEqual([jobNames(engine), statusOf(engine)], [[], undefined]);
  });
});
