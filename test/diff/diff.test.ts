import assert from 'node:assert/strict';
import fc from 'fast-check';
import { diff } from '../../src/diff/diff.ts';
import { diffData } from '../../src/diff/data.ts';
import { renderDiff } from '../../src/diff/render.ts';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { context, diffTexts, gist, read } from './read-objects.ts';

const deployment = (spec: string, pod = '', metadata = '{name: web, namespace: shop}'): string => `apiVersion: apps/v1
kind: Deployment
metadata: ${metadata}
spec:
  selector: {matchLabels: {app: web}}
${spec}  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: web:1
${pod}`;

const inContainer = (...lines: string[]): string => lines.map((line) => `          ${line}\n`).join('');

describe('diff', () => {
  it('takes a default that is written for what it is', () => {
    const defaults = inContainer('imagePullPolicy: IfNotPresent', 'terminationMessagePath: /dev/termination-log');
    assert.deepEqual(diffTexts(deployment(''), deployment('  replicas: 1\n  paused: false\n', defaults)), []);
    assert.deepEqual(
      diffTexts(deployment(''), deployment('', '', '{name: web, namespace: shop, annotations: {}, creationTimestamp: null}')),
      [],
    );
    assert.deepEqual(gist(diffTexts(deployment(''), deployment('  replicas: 1\n', defaults), { noOps: true })), [
      'added spec.replicas: no-op',
      'added spec.template.spec.containers[name=web].terminationMessagePath: no-op',
      'added spec.template.spec.containers[name=web].imagePullPolicy: no-op',
    ]);
  });

  it('compares quantities by their amount', () => {
    const limits = (cpu: string, memory: string): string =>
      deployment('', inContainer(`resources: {limits: {cpu: ${cpu}, memory: ${memory}}}`));
    assert.deepEqual(diffTexts(limits('1000m', '1Gi'), limits('1', '1024Mi')), []);
    assert.deepEqual(gist(diffTexts(limits('1000m', '1Gi'), limits('1', '1G'))), [
      'spec.template.spec.containers[name=web].resources.limits[memory]: rolling restart',
    ]);
  });

  it('finds items of lists by their keys', () => {
    const ports = (...list: string[]): string => deployment('', inContainer(`ports: [${list.join(', ')}]`));
    const [http, metrics] = ['{name: http, containerPort: 80}', '{name: metrics, containerPort: 90}'];
    assert.deepEqual(gist(diffTexts(ports(http), ports(metrics, http))), [
      'added spec.template.spec.containers[name=web].ports[containerPort=90,protocol=TCP]: rolling restart',
    ]);
    assert.deepEqual(gist(diffTexts(ports(http, metrics), ports(metrics, http))), [
      'reordered spec.template.spec.containers[name=web].ports: rolling restart',
    ]);
    assert.deepEqual(gist(diffTexts(ports(http), ports(http.replace('80', '8080')))), [
      'spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].containerPort: rolling restart',
    ]);
  });

  it('compares other lists along what they have in common', () => {
    const args = (list: string): string => deployment('', inContainer(`args: [${list}]`));
    assert.deepEqual(gist(diffTexts(args('a, b, c'), args('a, x, c, d'))), [
      'spec.template.spec.containers[name=web].args[1]: rolling restart',
      'added spec.template.spec.containers[name=web].args[3]: rolling restart',
    ]);
  });

  it('matches objects by group, kind, namespace and name', () => {
    const named = (kind: string, name: string, namespace: string): string =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}${namespace}}\n`;
    const before = [named('ConfigMap', 'a', ''), named('ConfigMap', 'b', ''), named('Namespace', 'a', '')].join('---\n');
    const after = [
      named('Namespace', 'a', ''),
      named('ConfigMap', 'a', ', namespace: default'),
      named('ConfigMap', 'b', ', namespace: other'),
    ].join('---\n');
    assert.deepEqual(
      diffTexts(before, after).map(({ kind, namespace, name, consequence }) => [kind, namespace, name, consequence]),
      [
        ['removed', 'default', 'b', 'live'],
        ['added', 'other', 'b', 'live'],
      ],
    );
  });

  it('passes over what only the server writes, as in the output of kubectl get', () => {
    const live = `apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: default
  uid: 4
  resourceVersion: "5"
  creationTimestamp: "2024-01-01T00:00:00Z"
  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
spec: {clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], ipFamilies: [IPv4], ipFamilyPolicy: SingleStack, internalTrafficPolicy: Cluster, ports: [{port: 80, protocol: TCP, targetPort: 80, nodePort: 30001}], sessionAffinity: None, type: NodePort, externalTrafficPolicy: Cluster}
status: {loadBalancer: {}}
`.replace('uid: 4', 'uid: "4"');
    const manifest = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80}]}\n';
    assert.deepEqual(diffTexts(live, manifest), []);
    assert.deepEqual(gist(diffTexts(live, manifest.replace('port: 80', 'port: 81'))), [
      'added spec.ports[port=81,protocol=TCP]: live',
      'removed spec.ports[port=80,protocol=TCP]: live',
    ]);
  });

  it('knows fields of custom resources by name only', () => {
    const custom = (spec: string): string => `apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: ${spec}\n`;
    assert.deepEqual(
      gist(diffTexts(custom('{list: [{name: a, x: 1}, {name: b}], y: 1}'), custom('{list: [{name: b}, {name: a, x: 2}], y: 1}'))),
      ['spec.list[name=a].x: live', 'reordered spec.list: no-op'].filter((text) => !text.endsWith('no-op')),
    );
    assert.deepEqual(gist(diffTexts(custom('{a: {}}'), custom('{}'))), ['removed spec.a: live']);
  });

  it('shows both when the version of a kind changes', () => {
    const hpa = (version: string): string =>
      `apiVersion: autoscaling/${version}\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {scaleTargetRef: {kind: Deployment, name: a, apiVersion: apps/v1}, minReplicas: 2, maxReplicas: 3}\n`;
    assert.equal(gist(diffTexts(hpa('v1'), hpa('v2')))[0], 'apiVersion: live');
  });

  it('tells paths of changes in both objects', () => {
    const [changed] = diffTexts(
      deployment('', inContainer('env: [{name: A, value: "1"}]')),
      deployment('', inContainer('env: [{name: B}, {name: A, value: "2"}]')),
    );
    const change = changed?.changes.find(({ kind }) => kind === 'changed');
    assert.equal(change?.path, 'spec.template.spec.containers[name=web].env[name=A].value');
    assert.deepEqual([change.before, change.after], ['1', '2']);
    assert.deepEqual(
      [change.beforeAt.parent?.element, change.afterAt.parent?.element],
      [
        { kind: 'index', index: 0 },
        { kind: 'index', index: 1 },
      ],
    );
  });

  it('says that an object cannot be read', () => {
    const [changed] = diffTexts(deployment(''), deployment('  replicas: many\n'));
    assert.equal(changed?.consequence, 'rejected');
    assert.match(changed.note ?? '', /cannot unmarshal string into Go struct field DeploymentSpec\.spec\.replicas of type int32/);
    const [added] = diffTexts('', deployment('  bogus: 1\n'));
    assert.match(added?.note ?? '', /unknown field "spec\.bogus"/);
  });

  it('leaves out what is no object', () => {
    assert.deepEqual(
      diff([{}, { kind: 'Pod' }, { apiVersion: 'a/b/c', kind: 'X' }], [{ apiVersion: 'v1' }], context).map(({ name }) => name),
      [''],
    );
  });

  it('of anything with itself is empty, and prints in any case', () => {
    const value: fc.Arbitrary<unknown> = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, 1.5, '', 'x', '100m', 'line\nline\n', 10n ** 17n),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'name',
            'template',
            'spec',
            'containers',
            'ports',
            'data',
            'port',
            'finalizers',
            'labels',
            '__proto__',
            'clusterIP',
          ),
          tie('any'),
        ),
      ),
    })).any;
    const identity = fc.constantFrom(
      ['v1', 'Service'],
      ['v1', 'ConfigMap'],
      ['apps/v1', 'Deployment'],
      ['v1', 'Secret'],
      ['example.com/v1', 'Thing'],
    );
    const object = fc.tuple(identity, value, value).map(([[apiVersion = '', kind = ''], spec, rest]): JsonObject => ({
      apiVersion,
      kind,
      metadata: { name: 'a', labels: rest as Json },
      spec: spec as Json,
      data: spec as Json,
    }));
    const objects = fc.array(object, { maxLength: 3 });
    fc.assert(
      fc.property(objects, objects, (before, after) => {
        assert.deepEqual(diff(before, before, context, { noOps: true }), []);
        const diffs = diff(before, after, context, { noOps: true });
        assert.equal(renderDiff(diffs) === '', diffs.length === 0);
        assert.equal(diffData(diffs).length, diffs.length);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('of the same objects in another order is empty', () => {
    const objects = read(
      [
        deployment(''),
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
        'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
      ].join('---\n'),
    );
    assert.deepEqual(diff(objects, objects.toReversed(), context), []);
  });
});
