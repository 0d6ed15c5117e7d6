import assert from 'node:assert/strict';
import { isObject, type JsonObject } from '../../src/model/json.ts';
import { previewSteps, type StepDocument, type StepsResult } from '../../src/reconcile-preview/steps.ts';
import { loadSchemas } from '../../src/schema/load.ts';
import { RELEASES, type Release } from '../../src/schema/release.ts';

const node: JsonObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n1' },
  status: { capacity: { cpu: '4', memory: '8Gi', pods: '110' } },
};
const nginx: JsonObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'nginx-deployment' },
  spec: {
    selector: { matchLabels: { app: 'nginx' } },
    replicas: null,
    template: {
      metadata: { labels: { app: 'nginx' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:1.14.2', ports: [{ containerPort: 80 }] }] },
    },
  },
};
const run = (documents: readonly StepDocument[], release: Release = '1.37'): StepsResult =>
  previewSteps([{ file: '1.yaml', documents }], loadSchemas(release));
const documentsOf = (...values: JsonObject[]): StepDocument[] => values.map((value, index) => ({ index, value }));
const objectsOf = (result: StepsResult, kind: string): readonly JsonObject[] =>
  (result.steps[0]?.objects ?? []).filter((object) => object.kind === kind);
const nameOf = (object: JsonObject | undefined): unknown => (isObject(object?.metadata) ? object.metadata.name : undefined);

describe('previewSteps', () => {
  const HASHES: Record<Release, string> = {
    '1.34': 'nginx-deployment-bf744486c',
    '1.35': 'nginx-deployment-77bc6bd484',
    '1.36': 'nginx-deployment-6c5f67b5f7',
    '1.37': 'nginx-deployment-54fd4d6d4c',
  };
  for (const release of RELEASES) {
    it(`names the ReplicaSet as ${release} does and runs its pod`, () => {
      const result = run(documentsOf(node, nginx), release);
      const [set] = objectsOf(result, 'ReplicaSet');
      assert.equal(nameOf(set), HASHES[release]);
      const [pod] = objectsOf(result, 'Pod');
      assert.equal(isObject(pod?.status) && pod.status.phase, 'Running');
      assert.equal(isObject(set?.status) && 'terminatingReplicas' in set.status, release !== '1.34');
    });
  }

  it('tells what became of each document', () => {
    const result = run([
      { index: 0, value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } },
      { index: 1, error: 'yaml: line 2: mapping values are not allowed in this context' },
      { index: 2, value: { apiVersion: 'example.org/v1', kind: 'Gadget', metadata: { name: 'g' } } },
      { index: 3, value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b', namespace: 'nowhere' } } },
      { index: 4, value: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } } },
    ]);
    assert.deepEqual(
      result.steps[0]?.verdicts.map(({ index, verdict, code, namespace, error }) => [index, verdict, code, namespace, error]),
      [
        [0, 'accepted', 201, 'default', undefined],
        [1, 'unreadable', undefined, undefined, 'yaml: line 2: mapping values are not allowed in this context'],
        [2, 'unknown-kind', undefined, undefined, 'no matches for kind "Gadget" in version "example.org/v1"'],
        [3, 'rejected', 404, 'nowhere', undefined],
        [4, 'accepted', 200, 'default', undefined],
      ],
    );
  });

  it('leaves out what every cluster has, and says which release it is', () => {
    const result = run(documentsOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'mine' } }));
    assert.equal(result.kubernetes, 'v1.37.2');
    assert.deepEqual(
      result.steps[0]?.objects.map((object) => [object.kind, nameOf(object)]),
      [
        ['ConfigMap', 'kube-root-ca.crt'],
        ['Namespace', 'mine'],
        ['ServiceAccount', 'default'],
      ],
    );
  });

  it('lists changes with the time since the step began', () => {
    const { steps } = run(documentsOf(node, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }));
    assert.deepEqual(steps[0]?.changes, [
      { at: 0, type: 'ADDED', kind: 'Node', name: 'n1' },
      { at: 0.5, type: 'ADDED', kind: 'ConfigMap', name: 'default/a' },
    ]);
  });

  it('answers the same every time', () => {
    assert.deepEqual(run(documentsOf(node, nginx)), run(documentsOf(node, nginx)));
  });
});
