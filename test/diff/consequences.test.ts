import assert from 'node:assert/strict';
import { diffTexts, gist } from './read-objects.ts';

const workload = (kind: string, spec: string, image = 'web:1'): string => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
${kind === 'StatefulSet' ? '  serviceName: web\n' : ''}${spec}  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: "${image}"}]}
`;

/** Consequence and note of changing the image of a workload. */
function ofImage(kind: string, spec = ''): [string | undefined, string | undefined] {
  const [changed] = diffTexts(workload(kind, spec), workload(kind, spec, 'web:2'));
  assert.deepEqual(
    changed?.changes.map(({ path }) => path),
    ['spec.template.spec.containers[name=web].image'],
  );
  return [changed?.changes[0]?.consequence, changed?.changes[0]?.note];
}

describe('consequences', () => {
  it('of a pod template are those of its controller', () => {
    assert.deepEqual(ofImage('Deployment'), ['rolling restart', undefined]);
    assert.deepEqual(ofImage('Deployment', '  strategy: {type: Recreate}\n'), ['recreate', 'all pods stop before new ones start']);
    assert.deepEqual(ofImage('Deployment', '  paused: true\n'), ['live', 'rolls out once the Deployment is no longer paused']);
    assert.deepEqual(ofImage('StatefulSet'), ['rolling restart', undefined]);
    assert.deepEqual(ofImage('StatefulSet', '  updateStrategy: {rollingUpdate: {partition: 2}}\n'), [
      'rolling restart',
      'only pods from ordinal 2 on (partition)',
    ]);
    assert.deepEqual(ofImage('DaemonSet'), ['rolling restart', undefined]);
    assert.deepEqual(ofImage('DaemonSet', '  updateStrategy: {type: OnDelete}\n'), [
      'live',
      'each pod takes it once somebody deletes the pod',
    ]);
    assert.deepEqual(ofImage('ReplicaSet'), ['live', 'only pods created from now on are made from it']);
  });

  it('of other fields of a workload are none for its pods', () => {
    assert.deepEqual(
      gist(diffTexts(workload('Deployment', '  replicas: 2\n'), workload('Deployment', '  replicas: 3\n  minReadySeconds: 5\n'))),
      ['spec.replicas: live', 'added spec.minReadySeconds: live'],
    );
    const annotated = workload('Deployment', '').replace('{name: web}', '{name: web, annotations: {a: b}}');
    assert.deepEqual(gist(diffTexts(workload('Deployment', ''), annotated)), ['added metadata.annotations: live']);
  });

  it('of fields that must not change are refusals, each at its own change', () => {
    const before = workload('Deployment', '  replicas: 1\n');
    const after = workload('Deployment', '  replicas: 2\n').replaceAll('app: web', 'app: other');
    const [changed] = diffTexts(before, after);
    assert.equal(changed?.consequence, 'rejected');
    const byPath = Object.fromEntries(changed.changes.map(({ path, consequence, note }) => [path, [consequence, note]]));
    assert.deepEqual(byPath['spec.replicas'], ['live', undefined]);
    assert.equal(byPath['spec.selector.matchLabels[app]']?.[0], 'rejected');
    assert.match(byPath['spec.selector.matchLabels[app]']?.[1] ?? '', /field is immutable/);
  });

  it('of values that are not valid are refusals', () => {
    const [changed] = diffTexts(workload('Deployment', '  replicas: 1\n'), workload('Deployment', '  replicas: -1\n'));
    assert.deepEqual(
      changed?.changes.map(({ consequence, note }) => [consequence, note]),
      [['rejected', 'spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
    );
    const [added] = diffTexts('', workload('Deployment', '  replicas: -1\n'));
    assert.deepEqual(
      [added?.consequence, added?.note],
      ['rejected', 'spec.replicas: Invalid value: -1: must be greater than or equal to 0'],
    );
  });

  it('do not blame a change for what was wrong before', () => {
    const wrong = workload('Deployment', '  replicas: 1\n').replace('matchLabels: {app: web}', 'matchLabels: {app: nobody}');
    assert.deepEqual(gist(diffTexts(wrong, wrong.replace('replicas: 1', 'replicas: 2'))), ['spec.replicas: live']);
  });

  it('of ConfigMaps and Secrets depend on who uses them', () => {
    const user = (name: string, rest: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n${rest}`;
    const others = [
      user(
        'files',
        '  containers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /v}]}]\n  volumes: [{name: v, configMap: {name: conf}}]\n',
      ),
      user(
        'fixed',
        '  containers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /v, subPath: x}]}]\n  volumes: [{name: v, projected: {sources: [{configMap: {name: conf}}]}}]\n',
      ),
      user('env', '  containers: [{name: a, image: a, envFrom: [{configMapRef: {name: conf}}]}]\n'),
      user('none', '  containers: [{name: a, image: a}]\n'),
    ].join('---\n');
    const config = (value: string, more = ''): string =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {a: ${value}}\n${more}`;
    const [changed] = diffTexts(`${config('x')}---\n${others}`, `${config('z')}---\n${others}`);
    assert.deepEqual(
      changed?.changes.map(({ path, consequence, note }) => [path, consequence, note]),
      [
        [
          'data[a]',
          'live',
          'used by Pod env as environment variables, which stay until the pods restart; Pod files as files, which follow within about a minute; Pod fixed as files mounted by subPath, which stay until the pods restart',
        ],
      ],
    );
    assert.deepEqual(gist(diffTexts(config('x', 'immutable: true\n'), config('z', 'immutable: true\n'))), ['data[a]: rejected']);
    assert.equal(diffTexts(config('x'), config('z'))[0]?.changes[0]?.note, undefined);
  });

  it('of a Pod are few', () => {
    const pod = (image: string, more = ''): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: "${image}"${more}}]\n`;
    assert.deepEqual(
      diffTexts(pod('a:1'), pod('a:2'))[0]?.changes.map(({ consequence, note }) => [consequence, note]),
      [['live', 'the kubelet restarts the container in place']],
    );
    assert.deepEqual(gist(diffTexts(pod('a:1'), pod('a:1', ', args: [x]'))), ['added spec.containers[name=a].args: rejected']);
  });
});
