import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { lint } from '../../src/lint/engine.ts';
import { readDocuments } from '../../src/yaml/read-documents.ts';
import { codesAndLines, fileOf, lintText, registry } from './read-files.ts';

const pod = (name: string, spec: string, labels = ''): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {${labels}}
spec:
  securityContext: {runAsNonRoot: true}
${spec}`;

const goodContainer = `image: web:1.0
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true}
      resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {memory: 64Mi}}`;

describe('lint', () => {
  it('says where, of what object and how to mend it', () => {
    const text = pod('web', `  serviceAccount: shop\n  containers:\n    - name: web\n      ${goodContainer}\n`);
    const start = text.indexOf('shop');
    assert.deepEqual(lintText(text), [
      {
        code: 'lint/no-deprecated-service-account',
        severity: 'info',
        message: 'The field `serviceAccount` is an old name of `serviceAccountName`.',
        at: {
          source: 'test.yaml',
          range: { start, end: start + 4 },
          object: { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'web' },
          path: 'spec.serviceAccount',
        },
        fixes: [
          {
            title: 'Rename to serviceAccountName',
            safety: 'safe',
            edits: [{ range: { start: text.indexOf('serviceAccount'), end: text.indexOf(': shop') }, text: 'serviceAccountName' }],
          },
        ],
      },
    ]);
  });

  it('has nothing to say about a careful manifest', () => {
    assert.deepEqual(lintText(pod('web', `  containers:\n    - name: web\n      ${goodContainer}\n`)), []);
  });

  it('reads what it can of a manifest with wrong types', () => {
    const text = pod(
      'web',
      '  hostNetwork: "yes"\n  hostPID: true\n  containers:\n    - 7\n    - name: [x]\n      image: web\n      env: 3\n      ports: {a: 1}\n  volumes: true\n',
    );
    assert.ok(codesAndLines(text, lintText(text)).includes('lint/no-latest-tag:13'));
    assert.ok(codesAndLines(text, lintText(text)).includes('lint/no-host-namespaces:9'));
    assert.ok(!codesAndLines(text, lintText(text)).includes('lint/no-host-namespaces:8'));
  });

  it('never throws, whatever a manifest is made of', () => {
    const value = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 0, -1, 1.5, '', 'x', '100m', 'latest'),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            'metadata',
            'spec',
            'template',
            'containers',
            'env',
            'name',
            'image',
            'resources',
            'limits',
            'memory',
            'selector',
            'matchLabels',
            'ports',
            'rules',
            'roleRef',
            'volumes',
            'affinity',
            'items',
            '__proto__',
          ),
          tie('any'),
        ),
      ),
    })).any;
    const kinds = fc.constantFrom(
      'Pod',
      'Deployment',
      'CronJob',
      'Service',
      'PodDisruptionBudget',
      'Role',
      'RoleBinding',
      'HorizontalPodAutoscaler',
      'Other',
    );
    const versions = fc.constantFrom(
      'v1',
      'apps/v1',
      'batch/v1',
      'policy/v1',
      'rbac.authorization.k8s.io/v1',
      'autoscaling/v2',
      'apps/v1beta1',
      'a/b/c',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(versions, kinds, value), { minLength: 1, maxLength: 4 }), (objects) => {
        const text = objects
          .map(([apiVersion, kind, spec]) => JSON.stringify({ apiVersion, kind, metadata: spec, spec, rules: spec }))
          .join('\n---\n');
        lintText(text);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('leaves objects to the controller that owns them', () => {
    const owned = (controller: boolean): string =>
      pod('web', '  containers:\n    - name: web\n      image: web\n').replace(
        'metadata:',
        `metadata:\n  ownerReferences: [{kind: ReplicaSet, name: web, controller: ${controller}}]`,
      );
    assert.deepEqual(lintText(owned(true)), []);
    assert.notDeepEqual(lintText(owned(false)), []);
  });

  it('looks at objects that are known without a word about them', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  selector: {app: web}\n';
    const other = readDocuments('known.yaml', pod('other', '  containers: [{name: a, image: a}]\n', 'app: webs'))[0]?.value ?? {};
    const [finding] = lintText(service, { known: [other] });
    assert.equal(finding?.code, 'lint/no-dangling-service-selector');
    assert.equal(finding.note, 'No pods of the namespace "default" are labelled `app: web`; did you mean `app: webs`?');
    assert.deepEqual(lintText(service), []);
  });

  it('keeps namespaces apart', () => {
    const inNamespace = (kind: string, rest: string, namespace: string): string =>
      `apiVersion: v1\nkind: ${kind}\nmetadata: {name: web, namespace: ${namespace}, labels: {app: web}}\n${rest}`;
    const service = 'spec: {selector: {app: web}}\n';
    const other = inNamespace('Pod', 'spec: {}\n', 'b').replace('app: web', 'app: other');
    const texts = [inNamespace('Service', service, 'a'), inNamespace('Pod', 'spec: {}\n', 'b')];
    assert.deepEqual(lintText(texts.join('---\n')), []);
    assert.deepEqual(codesAndLines('', lintText([inNamespace('Service', service, 'b'), other].join('---\n'))), [
      'lint/no-dangling-service-selector:1',
    ]);
  });

  it('takes another severity, or leaves rules out', () => {
    const text = pod('web', `  containers:\n    - name: web\n      ${goodContainer.replace('web:1.0', 'web')}\n`);
    assert.deepEqual(
      lintText(text, { settings: { 'no-latest-tag': 'error' } }).map(({ severity }) => severity),
      ['error'],
    );
    assert.deepEqual(lintText(text, { settings: { 'no-latest-tag': 'off' } }), []);
  });

  it('points into lists of objects and other files', () => {
    const list = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      selector: {app: web}
      ports: [{port: 80, targetPort: http}]
`;
    const workload = pod('web', `  containers:\n    - name: web\n      ${goodContainer}\n`, 'app: web');
    const [finding, ...rest] = lint([fileOf('a.yaml', list), fileOf('b.yaml', workload)], { registry });
    assert.deepEqual(rest, []);
    assert.equal(finding?.code, 'lint/no-dangling-target-port');
    assert.equal(list.slice(finding.at.range.start, finding.at.range.end), 'http');
    assert.deepEqual(
      finding.related?.map(({ at, message }) => [at.source, workload.slice(at.range.start, at.range.end), at.object?.kind, message]),
      [['b.yaml', 'web', 'Pod', 'selected by this Service']],
    );
  });

  it('passes over documents that cannot be read', () => {
    assert.deepEqual(lintText('a: [\n---\n- 1\n---\nkind: Pod\n---\napiVersion: v1\nkind: 5\n'), []);
  });

  it('finds the same in documents of any order', () => {
    const deployment = (name: string, app: string, replicas: number): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec:
      containers: [{name: c, image: c, ports: [{containerPort: 80, name: http}]}]
`;
    const documents = [
      deployment('a', 'web', 3),
      deployment('b', 'web', 2),
      deployment('c', 'other', 1),
      'apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: {app: web}, ports: [{port: 1, targetPort: nope}]}\n',
      'apiVersion: v1\nkind: Service\nmetadata: {name: t}\nspec: {selector: {app: webb}}\n',
      'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p}\nspec: {minAvailable: 1, selector: {matchLabels: {app: other}}}\n',
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}\n',
    ];
    const gist = ({ code, message, note, at, related }: Diagnostic): string =>
      JSON.stringify([at.source, at.range, code, message, note, related?.map((each) => [each.at.source, each.at.range, each.message])]);
    const findings = (order: readonly number[]): string[] =>
      lint(
        order.map((i) => fileOf(`${i}.yaml`, documents[i] ?? '')),
        { registry },
      ).map(gist);
    const expected = findings(documents.map((_, i) => i));
    assert.ok(expected.length > 20);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          documents.map((_, i) => i),
          { minLength: documents.length },
        ),
        (order) => assert.deepEqual(findings(order), expected),
      ),
      { seed: 2, numRuns: 30 },
    );
  });
});
