import assert from 'node:assert/strict';
import type { JsonObject } from '../../src/model/json.ts';
import { preview, type Preview, type PreviewDocument } from '../../src/reconcile-preview/preview.ts';
import { networkView } from '../../src/reconcile-preview/network/network-view.ts';
import type { PreviewProblem } from '../../src/reconcile-preview/problems/problem.ts';
import { loadSchemas } from '../../src/schema/load.ts';

const registry = loadSchemas('1.37');

interface Options {
  readonly replicas?: number;
  readonly image?: string;
  readonly cpu?: string;
  readonly fate?: string;
  readonly namespace?: string;
}
const deployment = (name: string, { replicas = 2, image = 'nginx:1', cpu, fate, namespace }: Options = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name }, ...(fate !== undefined && { annotations: { 'drydock.dev/fate': fate } }) },
      spec: { containers: [{ name: 'main', image, ...(cpu !== undefined && { resources: { requests: { cpu } } }) }] },
    },
  },
});
const accountTemplate: JsonObject = {
  metadata: { labels: { app: 'refused' } },
  spec: { serviceAccountName: 'nobody', containers: [{ name: 'main', image: 'nginx:1' }] },
};
const run = (...stages: JsonObject[][]): Preview<PreviewDocument> =>
  preview({ registry, stages: stages.map((values) => values.map((value) => ({ value }))) });
const problemsOf = ({ problemsNow, server }: Preview<PreviewDocument>): readonly PreviewProblem[] =>
  problemsNow(networkView(server.cluster.store));
const names = ({ stages }: Preview<PreviewDocument>, kind: string): (string | undefined)[] =>
  (stages.at(-1)?.objects ?? []).filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

describe('preview', () => {
  it('takes three workers when nobody brings nodes', () => {
    const result = run([deployment('web')]);
    assert.equal(result.defaultNodes, true);
    const nodes = result.server.cluster.store.list({ group: '', kind: 'Node' }).map(({ metadata }) => metadata.name);
    assert.deepEqual(nodes, ['worker-1', 'worker-2', 'worker-3']);
    assert.deepEqual([names(result, 'Node'), names(result, 'Deployment'), problemsOf(result)], [[], ['web'], []]);
    assert.equal(names(result, 'Pod').length, 2);
  });

  it('applies what others need first', () => {
    const result = run([
      deployment('web', { namespace: 'harbour' }),
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'harbour' } },
    ]);
    assert.deepEqual(
      result.stages[0]?.answers.map(({ document, answer }) => [document.value.kind, answer.verdict]),
      [
        ['Namespace', 'accepted'],
        ['Deployment', 'accepted'],
      ],
    );
    assert.deepEqual(problemsOf(result), []);
  });

  it('rests when only attempts are left that fail until something changes', () => {
    const web = deployment('web');
    const refused = deployment('refused');
    const withAccount = { ...refused, spec: { ...(refused.spec as JsonObject), template: accountTemplate } };
    const result = run([web, withAccount]);
    const { end } = result;
    assert.equal(end.stoppedBy, undefined);
    assert.deepEqual([...new Set(end.next.map(({ by }) => by))], ['replicaset-controller']);
    // the rollout is given up first
    assert.ok(end.at > 600_000 && end.at < 700_000, String(end.at));
    assert.ok(problemsOf(result).some(({ reason }) => reason === 'ProgressDeadlineExceeded'));
  });

  it('waits for attempts that have failed for long once something changes', () => {
    const refused = deployment('refused');
    const withAccount = { ...refused, spec: { ...(refused.spec as JsonObject), template: accountTemplate } };
    const result = run([withAccount], [withAccount, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'nobody' } }]);
    assert.equal(names(result, 'Pod').length, 2);
    assert.deepEqual([result.end.stoppedBy, result.end.next], [undefined, []]);
  });

  it('tells once why pods of a workload have no node', () => {
    const result = run([deployment('big', { cpu: '64' })]);
    assert.deepEqual(
      problemsOf(result).map(({ object, reason, message }) => [object.kind, object.name, reason, message.slice(0, 55)]),
      [
        ['Deployment', 'big', 'FailedScheduling', '2 pods: 0/3 nodes are available: 3 Insufficient cpu. pr'],
        [
          'Deployment',
          'big',
          'ProgressDeadlineExceeded',
          'ReplicaSet "big-6d4fcc8f7c" has timed out progressing.'.replace('big-6d4fcc8f7c', names(result, 'ReplicaSet')[0] ?? ''),
        ],
      ],
    );
  });

  it('waits for the progress deadline of a rollout that goes nowhere', () => {
    const result = run([deployment('sick', { fate: 'never-ready', replicas: 1 })]);
    assert.equal(result.stages[0]?.settled, true);
    assert.ok(problemsOf(result).some(({ reason }) => reason === 'ProgressDeadlineExceeded'));
  });

  it('previews a change as two stages', () => {
    const result = run([deployment('web', { image: 'nginx:1' })], [deployment('web', { image: 'nginx:2' })]);
    const [before, after] = result.stages;
    assert.equal(before?.firstEntry !== undefined && after !== undefined && after.firstEntry > before.firstEntry, true);
    assert.equal(names(result, 'ReplicaSet').length, 2);
    assert.deepEqual(problemsOf(result), []);
  });

  it('keeps what a given cluster already has', () => {
    const first = run([deployment('web')]);
    const printed = first.server.cluster.store.all().map((object): JsonObject => JSON.parse(JSON.stringify(object)) as JsonObject);
    const again = preview({ registry, cluster: printed, stages: [[{ value: deployment('web', { replicas: 3 }) }]] });
    assert.deepEqual([again.defaultNodes, again.leftOut, problemsOf(again)], [false, [], []]);
    const before = new Set(first.server.cluster.store.list({ group: '', kind: 'Pod' }).map(({ metadata }) => metadata.uid));
    const pods = again.server.cluster.store.list({ group: '', kind: 'Pod' });
    assert.deepEqual([pods.length, pods.filter(({ metadata }) => before.has(metadata.uid)).length], [3, 2]);
  });

  it('is the same every time', () => {
    const story = (): unknown =>
      run([deployment('a', { replicas: 3 }), deployment('b')], [deployment('a', { image: 'nginx:2' })]).timeline.entries;
    assert.deepEqual(story(), story());
  });
});
