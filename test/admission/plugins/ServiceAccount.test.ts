import assert from 'node:assert/strict';
import { serviceAccount } from '../../../src/admission/plugins/ServiceAccount/plugin.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import type { PodSpec } from '../../../src/model/kinds/core-v1.ts';
import { ask, contextWith, type Body } from '../request.ts';

const PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const account = (name: string, rest: object = {}, annotations: Record<string, string> = {}): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name, namespace: 'x', annotations },
  ...rest,
});
const pod = (spec: PodSpec, annotations: Record<string, string> = {}): Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'x', annotations },
  spec,
});
const context = contextWith([
  account('default', { imagePullSecrets: [{ name: 'pull' }] }),
  account('quiet', { automountServiceAccountToken: false }),
  account(
    'strict',
    { secrets: [{ name: 'mine' }], imagePullSecrets: [{ name: 'pull' }] },
    { 'kubernetes.io/enforce-mountable-secrets': 'true' },
  ),
]);

/** The pod's spec after the plugin, with the chance part of names replaced. */
function admitted(spec: PodSpec): PodSpec {
  const body = pod(spec);
  assert.equal(ask(serviceAccount, body, context), undefined);
  return JSON.parse(JSON.stringify(body.spec).replace(/kube-api-access-[a-z2-9]{5}/g, 'kube-api-access-xxxxx')) as PodSpec;
}

describe('ServiceAccount', () => {
  it('runs a pod as the default account, with its token in every container and its pull secrets', () => {
    const spec = admitted({ initContainers: [{ name: 'i' }], containers: [{ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] });
    const mount = { name: 'kube-api-access-xxxxx', readOnly: true, mountPath: PATH };
    assert.deepEqual(spec, {
      serviceAccountName: 'default',
      serviceAccount: 'default',
      imagePullSecrets: [{ name: 'pull' }],
      initContainers: [{ name: 'i', volumeMounts: [mount] }],
      containers: [{ name: 'a', volumeMounts: [{ name: 'v', mountPath: '/v' }, mount] }],
      volumes: [
        {
          name: 'kube-api-access-xxxxx',
          projected: {
            defaultMode: 420,
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
              { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
            ],
          },
        },
      ],
    });
  });

  it('mounts nothing where the account or the pod says so, the pod having the last word', () => {
    assert.equal(admitted({ serviceAccountName: 'quiet', containers: [{ name: 'a' }] }).volumes, undefined);
    assert.equal(admitted({ automountServiceAccountToken: false, containers: [{ name: 'a' }] }).volumes, undefined);
    assert.equal(
      admitted({ serviceAccountName: 'quiet', automountServiceAccountToken: true, containers: [{ name: 'a' }] }).volumes?.length,
      1,
    );
  });

  it('leaves a mount at its path alone and adds no volume that nobody needs', () => {
    const own = { name: 'v', mountPath: PATH };
    const spec = admitted({ containers: [{ name: 'a', volumeMounts: [own] }], volumes: [{ name: 'v', emptyDir: {} }] });
    assert.deepEqual(spec.containers?.[0]?.volumeMounts, [own]);
    assert.deepEqual(spec.volumes, [{ name: 'v', emptyDir: {} }]);
  });

  it('uses a token volume that is there', () => {
    const spec = admitted({ containers: [{ name: 'a' }], volumes: [{ name: 'kube-api-access-mine', emptyDir: {} }] });
    assert.equal(spec.containers?.[0]?.volumeMounts?.[0]?.name, 'kube-api-access-mine');
    assert.equal(spec.volumes?.length, 1);
  });

  it('keeps the pull secrets of the pod', () => {
    assert.deepEqual(admitted({ imagePullSecrets: [{ name: 'own' }], containers: [] }).imagePullSecrets, [{ name: 'own' }]);
  });

  const refused: readonly (readonly [PodSpec, string, Record<string, string>?])[] = [
    [{ serviceAccountName: 'nobody' }, 'error looking up service account x/nobody: serviceaccount "nobody" not found'],
    [
      { serviceAccountName: 'strict', volumes: [{ name: 'v', secret: { secretName: 'theirs' } }] },
      'volume with secret.secretName="theirs" is not allowed because service account strict does not reference that secret',
    ],
    [
      {
        serviceAccountName: 'strict',
        initContainers: [{ name: 'i', env: [{ name: 'E', valueFrom: { secretKeyRef: { name: 'theirs', key: 'k' } } }] }],
      },
      'init container i with envVar E referencing secret.secretName="theirs" is not allowed because service account strict does not reference that secret',
    ],
    [
      { serviceAccountName: 'strict', containers: [{ name: 'c', envFrom: [{ secretRef: { name: 'theirs' } }] }] },
      'container c with envFrom referencing secret.secretName="theirs" is not allowed because service account strict does not reference that secret',
    ],
    [
      { serviceAccountName: 'strict', imagePullSecrets: [{ name: 'pull' }, { name: 'theirs' }] },
      'imagePullSecrets[1].name="theirs" is not allowed because service account strict does not reference that imagePullSecret',
    ],
    [{ serviceAccountName: 'default' }, 'a mirror pod may not reference service accounts', { 'kubernetes.io/config.mirror': 'x' }],
    [
      { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
      'a mirror pod may not reference secrets',
      { 'kubernetes.io/config.mirror': 'x' },
    ],
    [
      { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] },
      'a mirror pod may not use ServiceAccountToken volume projections',
      { 'kubernetes.io/config.mirror': 'x' },
    ],
  ];
  for (const [spec, message, annotations] of refused) {
    it(`says: ${message}`, () => assert.deepEqual(ask(serviceAccount, pod(spec, annotations), context), { kind: 'forbidden', message }));
  }

  it('gives a mirror pod nothing', () => {
    const mirror = pod({ containers: [{ name: 'a' }] }, { 'kubernetes.io/config.mirror': 'x' });
    assert.equal(ask(serviceAccount, mirror, context), undefined);
    assert.deepEqual(mirror.spec, { containers: [{ name: 'a' }] });
  });
});
