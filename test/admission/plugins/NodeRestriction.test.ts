import assert from 'node:assert/strict';
import { nodeRestriction } from '../../../src/admission/plugins/NodeRestriction/plugin.ts';
import type { AdmissionRequest, Denial } from '../../../src/admission/plugin.ts';
import { nodeUser } from '../../../src/admission/authorization/node-identity.ts';
import type { KubernetesObject } from '../../../src/cluster/object.ts';
import { askRequest, contextWith, requestFor, type Body } from '../request.ts';

type Change = Partial<AdmissionRequest>;

const node = (name: string, metadata: object = {}, spec: object = {}): KubernetesObject & Body => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: `uid-${name}`, ...metadata },
  spec,
});
const MIRROR = { 'kubernetes.io/config.mirror': 'x' };
const owner = { apiVersion: 'v1', kind: 'Node', name: 'mine', uid: 'uid-mine', controller: true };
const pod = (nodeName: string, metadata: object = {}, spec: object = {}): KubernetesObject & Body => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: `on-${nodeName}`, namespace: 'default', ...metadata },
  spec: { nodeName, ...spec },
});
const mirror = (spec: object = {}, owners: readonly object[] = [owner]) =>
  pod('mine', { annotations: MIRROR, ownerReferences: owners }, spec);

/** What upstream's own tests of the plugin hold. */
describe('NodeRestriction', () => {
  const context = contextWith([node('mine'), pod('mine'), pod('other')]);
  function answerTo(body: Body, old?: KubernetesObject, change: Change = {}): string | undefined {
    const denial: Denial | undefined = askRequest(
      nodeRestriction,
      { ...requestFor(body, context, old), user: nodeUser('mine'), ...change },
      context,
    );
    return denial && JSON.stringify(denial.kind === 'forbidden' ? denial.message : denial);
  }
  const refuses = (answer: string | undefined, message: string): void => assert.equal(answer, JSON.stringify(message));

  it('is off by default and looks at kubelets only', () => {
    assert.equal(nodeRestriction.isOptional, true);
    assert.equal(answerTo(pod('other'), undefined, { user: { username: 'system:node:mine', groups: [] } }), undefined);
    refuses(
      answerTo(pod('mine'), undefined, { user: { username: 'system:node:', groups: ['system:nodes'] } }),
      'could not determine node from user "system:node:"',
    );
  });

  it('lets kubelets create mirrors of static pods of their node', () => {
    assert.equal(answerTo(mirror()), undefined);
    refuses(answerTo(pod('mine')), 'pod does not have "kubernetes.io/config.mirror" annotation, node "mine" can only create mirror pods');
    refuses(answerTo(pod('other', { annotations: MIRROR })), 'node "mine" can only create pods with spec.nodeName set to itself');
    refuses(answerTo(mirror({}, [])), 'node "mine" can only create pods with an owner reference set to itself');
    refuses(answerTo(mirror({}, [owner, owner])), 'node "mine" can only create pods with a single owner reference set to itself');
    refuses(
      answerTo(mirror({}, [{ ...owner, controller: false }])),
      'node "mine" can only create pods with a controller owner reference set to itself',
    );
    refuses(
      answerTo(mirror({}, [{ ...owner, blockOwnerDeletion: true }])),
      'node "mine" must not set blockOwnerDeletion on an owner reference',
    );
    refuses(answerTo(mirror({}, [{ ...owner, uid: 'u' }])), 'node mine UID mismatch: expected u got uid-mine');
  });

  it('lets mirrors refer to no other object', () => {
    const refers = (spec: object, to: string): void =>
      refuses(answerTo(mirror(spec)), `node "mine" can not create pods that reference ${to}`);
    refers({ serviceAccountName: 'a' }, 'serviceaccounts');
    refers({ volumes: [{ name: 'v', secret: { secretName: 's' } }] }, 'secrets');
    refers({ containers: [{ envFrom: [{ configMapRef: { name: 'c' } }] }] }, 'configmaps');
    refers({ resourceClaims: [{ name: 'r' }] }, 'resourceclaims');
    refers({ volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'c' } }] }, 'persistentvolumeclaims');
    refers(
      { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] },
      'serviceaccounts (via projected volumes)',
    );
    assert.equal(answerTo(mirror({ volumes: [{ name: 'v', emptyDir: {} }] })), undefined);
  });

  it('lets kubelets delete pods of their node, and update none', () => {
    const deletion = { operation: 'DELETE', object: undefined } as const;
    assert.equal(answerTo(pod('mine'), undefined, deletion), undefined);
    refuses(answerTo(pod('other'), undefined, deletion), 'node "mine" can only delete pods with spec.nodeName set to itself');
    assert.deepEqual(answerTo(pod('gone'), undefined, deletion), JSON.stringify({ kind: 'not-found', resource: { group: '', resource: 'pod' }, name: 'on-gone' })); // prettier-ignore
    refuses(answerTo(pod('mine'), pod('mine')), 'unexpected operation "UPDATE", node "mine" can only create and delete mirror pods');
  });

  it('lets kubelets write the status of pods of their node', () => {
    const status = { subresource: 'status' };
    assert.equal(answerTo(pod('mine'), pod('mine'), status), undefined);
    refuses(
      answerTo(pod('other'), pod('other'), status),
      'node "mine" can only update pod status for pods with spec.nodeName set to itself',
    );
    refuses(answerTo(pod('mine', { labels: { a: 'b' } }), pod('mine'), status), 'node "mine" cannot update labels through pod status');
    const claimed = { ...pod('mine'), status: { resourceClaimStatuses: [{ name: 'r' }] } };
    refuses(answerTo(claimed, pod('mine'), status), 'node "mine" cannot update resource claim statues');
    refuses(answerTo(pod('mine'), pod('mine'), { subresource: 'resize' }), 'unexpected pod subresource "resize", only \'status\' and \'eviction\' are allowed'); // prettier-ignore
  });

  it('lets kubelets write their own Node but for what steers workloads to it', () => {
    assert.equal(
      answerTo(node('mine', { labels: { 'kubernetes.io/os': 'linux', 'node.kubernetes.io/x': '', 'example.com/x': '' } })),
      undefined,
    );
    refuses(answerTo(node('other')), 'node "mine" is not allowed to modify node "other"');
    const labels = { 'node-restriction.kubernetes.io/a': '', 'kubernetes.io/b': '', 'x.k8s.io/c': '' };
    refuses(
      answerTo(node('mine', { labels })),
      'node "mine" is not allowed to set the following labels: kubernetes.io/b, node-restriction.kubernetes.io/a, x.k8s.io/c',
    );
    refuses(answerTo(node('mine'), node('mine', { labels })), 'is not allowed to modify labels: kubernetes.io/b, node-restriction.kubernetes.io/a, x.k8s.io/c'); // prettier-ignore
    refuses(answerTo(node('mine', {}, { taints: [{ key: 'a' }] }), node('mine')), 'node "mine" is not allowed to modify taints');
    refuses(answerTo(node('mine', { ownerReferences: [owner] }), node('mine')), 'node "mine" is not allowed to modify ownerReferences');
    const configured = node('mine', {}, { configSource: { configMap: {} } });
    refuses(answerTo(configured), 'node "mine" is not allowed to create pods with a non-nil configSource');
    refuses(answerTo(configured, node('mine')), 'node "mine" is not allowed to update configSource to a new non-nil configSource');
  });

  it('lets kubelets write the size of claims', () => {
    const claim = (status: object): KubernetesObject & Body => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'c', namespace: 'default' }, status }); // prettier-ignore
    const status = { subresource: 'status' };
    assert.equal(answerTo(claim({ capacity: { storage: '1Gi' } }), claim({}), status), undefined);
    assert.match(answerTo(claim({ phase: 'Bound' }), claim({}), status) ?? '', /is not allowed to update fields other than/);
    refuses(answerTo(claim({}), claim({})), 'may only update PVC status');
  });

  it('lets kubelets write the objects of their node', () => {
    const named = (apiVersion: string, kind: string, name: string, namespace = '', spec = {}): Body => ({ apiVersion, kind, metadata: { name, namespace }, spec }); // prettier-ignore
    assert.equal(answerTo(named('coordination.k8s.io/v1', 'Lease', 'mine', 'kube-node-lease')), undefined);
    refuses(answerTo(named('coordination.k8s.io/v1', 'Lease', 'other', 'kube-node-lease')), 'can only access node lease with the same name as the requesting node'); // prettier-ignore
    refuses(answerTo(named('coordination.k8s.io/v1', 'Lease', 'mine', 'default')), 'can only access leases in the "kube-node-lease" system namespace'); // prettier-ignore
    refuses(answerTo(named('storage.k8s.io/v1', 'CSINode', 'other')), 'can only access CSINode with the same name as the requesting node');
    const slice = named('resource.k8s.io/v1', 'ResourceSlice', 's', '', { nodeName: 'other' });
    refuses(answerTo(slice), 'can only create ResourceSlice with the same NodeName as the requesting node');
    refuses(
      answerTo(slice, undefined, { operation: 'DELETE', object: undefined, old: slice as unknown as KubernetesObject }),
      'can only delete ResourceSlice with the same NodeName as the requesting node',
    );
    const request = named('certificates.k8s.io/v1', 'CertificateSigningRequest', 'r', '', { signerName: 'kubernetes.io/kubelet-serving', request: '' }); // prettier-ignore
    refuses(answerTo(request), 'unable to parse csr: PEM block type must be CERTIFICATE REQUEST');
    assert.equal(answerTo({ ...request, spec: { signerName: 'example.com/other' } }), undefined);
  });
});
