import assert from 'node:assert/strict';
import { runInProcess } from './run-in-process.ts';
import { withDirectory } from './temporary-directory.ts';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: web, labels: { keep: 'yes' } }
spec: { containers: [{ name: app, image: web:1 }, { name: sidecar, image: side:1 }] }
`;

const policy = (
  name: string,
  operation: string,
  resource: string,
  expression: string,
): string => `apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: { name: ${name} }
spec:
  matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: [v1], operations: [${operation}], resources: [${resource}] }] }
  validations:
  - expression: ${expression}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: { name: ${name} }
spec: { policyName: ${name}, validationActions: [Deny] }
---
`;

const CSR = (status: string): string => `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: { name: jane }
spec:
  request: ${Buffer.from('-----BEGIN CERTIFICATE REQUEST-----\nMAkwAjAAMAADAQA=\n-----END CERTIFICATE REQUEST-----\n').toString('base64')}
  signerName: example.com/signer
  usages: [client auth]
status: ${status}
`;

/** One line for each document, without the order of their fields. */
async function linesOf(cwd: string, ...args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const { output } = await runInProcess(['admit', '-o', 'jsonl', ...args], { cwd });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
const messageOf = ({ status }: Record<string, unknown>): unknown => (status as { message?: unknown }).message;

describe('drydock admit --delete', () => {
  const files = {
    'pod.yaml': POD,
    'keep.yaml': policy('keep', 'DELETE', 'pods', `oldObject.metadata.labels[?'keep'].orValue('no') == 'no' && object == null`),
    'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: kube-public }\n',
    'map.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, finalizers: [example.com/hold] }\n',
  };

  it('says whether an object may go, and what is left of it then', () =>
    withDirectory(files, async (cwd) => {
      const [pod, namespace, map] = await linesOf(cwd, '--delete', '--object', 'pod.yaml', 'namespace.yaml', 'map.yaml');
      assert.deepEqual([pod?.verdict, pod?.code], ['accepted', 200]);
      assert.equal(messageOf(namespace ?? {}), 'namespaces "kube-public" is forbidden: this namespace may not be deleted');
      const { metadata } = map?.object as { metadata: Record<string, unknown> };
      assert.equal(typeof metadata.deletionTimestamp, 'string');
      assert.deepEqual(metadata.finalizers, ['example.com/hold']);
    }));

  it('asks policies and roles', () =>
    withDirectory(files, async (cwd) => {
      const [denied] = await linesOf(cwd, '--delete', '--setup', 'keep.yaml', 'pod.yaml');
      assert.match(
        String(messageOf(denied ?? {})),
        /^pods "web" is forbidden: ValidatingAdmissionPolicy 'keep' with binding 'keep' denied request: /,
      );
      const [unauthorized] = await linesOf(cwd, '--delete', '--as', 'jane', 'pod.yaml');
      assert.equal(
        messageOf(unauthorized ?? {}),
        'pods "web" is forbidden: User "jane" cannot delete resource "pods" in API group "" in the namespace "default"',
      );
    }));
});

describe('drydock admit --connect', () => {
  it('asks policies about the options that kubectl sends', () =>
    withDirectory(
      { 'pod.yaml': POD, 'exec.yaml': policy('exec', 'CONNECT', 'pods/exec', `object.container != 'app' || oldObject != null`) },
      async (cwd) => {
        const [free] = await linesOf(cwd, '--connect', 'exec', 'pod.yaml');
        assert.equal(free?.verdict, 'accepted');
        const [denied] = await linesOf(cwd, '--connect', 'exec', '--setup', 'exec.yaml', 'pod.yaml');
        assert.match(String(messageOf(denied ?? {})), /^pods "web" is forbidden: ValidatingAdmissionPolicy 'exec'/);
        const [other] = await linesOf(cwd, '--connect', 'portforward', '--setup', 'exec.yaml', 'pod.yaml');
        assert.equal(other?.verdict, 'accepted');
        const [jane] = await linesOf(cwd, '--connect', 'exec', '--as', 'jane', 'pod.yaml');
        assert.match(String(messageOf(jane ?? {})), /cannot create resource "pods\/exec"/);
      },
    ));
});

describe('drydock admit --update --subresource', () => {
  const approved = '{ conditions: [{ type: Approved, status: "True", reason: Known }] }';

  it('asks the strategy and the plugins of the subresource', () =>
    withDirectory({ 'old.yaml': CSR('{}'), 'new.yaml': CSR(approved) }, async (cwd) => {
      const [line] = await linesOf(cwd, '--update', '--subresource', 'approval', '--object', 'old.yaml', 'new.yaml');
      const { status } = line?.object as { status: { conditions: readonly Record<string, unknown>[] } };
      assert.deepEqual(Object.keys(status.conditions[0] ?? {}).sort(), [
        'lastTransitionTime',
        'lastUpdateTime',
        'reason',
        'status',
        'type',
      ]);
      const [refused] = await linesOf(cwd, '--update', '--subresource', 'status', 'old.yaml', 'new.yaml');
      assert.match(String(messageOf(refused ?? {})), /updates may not add a condition of type "Approved"/);
      const [jane] = await linesOf(cwd, '--update', '--subresource', 'approval', '--as', 'jane', 'old.yaml', 'new.yaml');
      assert.match(String(messageOf(jane ?? {})), /cannot update resource "certificatesigningrequests\/approval"/);
    }));

  it('needs --update, and no other request beside it', () =>
    withDirectory({ 'a.yaml': POD }, async (cwd) => {
      for (const args of [
        ['--subresource', 'status'],
        ['--delete', '--update'],
        ['--delete', '--connect', 'exec'],
      ]) {
        const { code } = await runInProcess(['admit', ...args, 'a.yaml'], { cwd });
        assert.equal(code, 2, args.join(' '));
      }
    }));
});
