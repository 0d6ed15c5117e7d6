import assert from 'node:assert/strict';
import { createAuthorizer } from '../../../src/admission/authorization/create-authorizer.ts';
import { impersonatedUser } from '../../../src/admission/authorization/impersonated-user.ts';
import type { Decision } from '../../../src/admission/authorization/authorizer.ts';
import { createControlPlane } from '../../../src/apiserver/create-control-plane.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import type { Release } from '../../../src/schema/release.ts';

const RBAC = 'rbac.authorization.k8s.io';

function clusterWith(objects: readonly JsonObject[], release: Release = '1.37') {
  const api = createControlPlane({ registry: loadSchemas(release) });
  for (const object of objects) assert.equal(api.create(object, { ensure: true }).verdict, 'accepted');
  return api.cluster.store;
}

/** `get secrets/key in shop`, `update nodes/status/a`: verb, resource or resource/name, with a subresource after a colon. */
function ask(objects: readonly JsonObject[], who: string, question: string, release: Release = '1.37'): Decision {
  const [username = '', ...groups] = who.split(' ');
  const [verb = '', what = '', , namespace = ''] = question.split(' ');
  const [path = '', name = ''] = what.split('/');
  const [type = '', subresource = ''] = path.split(':');
  const [resource = '', ...group] = type.split('.');
  const user = impersonatedUser(username, groups);
  const request = { user, verb, group: group.join('.'), resource, subresource, namespace, name };
  return createAuthorizer(clusterWith(objects, release), release)(request);
}

const clusterRole = (name: string, rules: readonly JsonObject[], rest: JsonObject = {}, labels: JsonObject = {}): JsonObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRole',
  metadata: { name, labels },
  rules,
  ...rest,
});
const bound = (role: string, user: string): JsonObject => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'ClusterRoleBinding',
  metadata: { name: `${role}-to-${user}` },
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: role },
  subjects: [{ kind: 'User', name: user, apiGroup: RBAC }],
});
const gathers = (label: string): JsonObject => ({ aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: 'yes' } }] } });
const get = (resource: string): JsonObject => ({ apiGroups: [''], resources: [resource], verbs: ['get'] });

describe('createAuthorizer', () => {
  it('has roles gather the rules of others, over several steps and in circles', () => {
    const objects = [
      clusterRole('top', [], gathers('to-top')),
      clusterRole('middle', [], gathers('to-middle'), { 'to-top': 'yes' }),
      clusterRole('leaf', [get('pods')], {}, { 'to-middle': 'yes' }),
      clusterRole('circle', [], gathers('to-circle'), { 'to-circle': 'yes', 'to-top': 'yes' }),
      bound('top', 'jane'),
    ];
    assert.equal(
      ask(objects, 'jane', 'get pods').reason,
      'RBAC: allowed by ClusterRoleBinding "top-to-jane" of ClusterRole "top" to User "jane"',
    );
    assert.equal(ask(objects, 'jane', 'get secrets').allowed, false);
    assert.equal(ask([...objects, clusterRole('late', [get('secrets')], {}, { 'to-top': 'yes' })], 'jane', 'get secrets').allowed, true);
  });

  it('drops rules of a role that gathers: controllers overwrite them', () => {
    const objects = [clusterRole('top', [get('pods')], gathers('to-top')), bound('top', 'jane')];
    assert.equal(ask(objects, 'jane', 'get pods').allowed, false);
  });

  it('lets manifests add to the default policy', () => {
    const objects = [
      bound('view', 'jane'),
      clusterRole(
        'widgets',
        [{ apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get'] }],
        {},
        { [`${RBAC}/aggregate-to-view`]: 'true' },
      ),
    ];
    assert.equal(ask(objects, 'jane', 'get widgets.example.com').allowed, true);
    assert.equal(ask(objects.slice(0, 1), 'jane', 'get widgets.example.com').allowed, false);
  });

  it('tells of bindings that lead nowhere, each once', () => {
    const objects = [bound('gone', 'jane'), bound('lost', 'jane')];
    assert.equal(
      ask(objects, 'jane', 'get pods').reason,
      `rbac: RBAC: [clusterrole.${RBAC} "gone" not found, clusterrole.${RBAC} "lost" not found]`,
    );
    assert.equal(ask(objects.slice(0, 1), 'jane', 'get pods', '1.36').reason, `RBAC: clusterrole.${RBAC} "gone" not found`);
  });
});

describe('the node authorizer', () => {
  const KUBELET = 'system:node:worker system:nodes';
  const container = { name: 'c', image: 'c', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'from-env', key: 'a' } } }] };
  const pod = (name: string, nodeName: string, spec: JsonObject = {}, annotations: JsonObject = {}): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', annotations },
    spec: { nodeName, containers: [container], ...spec },
  });
  const objects = [
    pod('web', 'worker', {
      volumes: [
        { name: 's', secret: { secretName: 'mounted' } },
        { name: 'm', configMap: { name: 'settings' } },
        { name: 'd', persistentVolumeClaim: { claimName: 'data' } },
      ],
    }),
    pod('other', 'elsewhere', { volumes: [{ name: 's', secret: { secretName: 'others' } }] }),
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk' },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        claimRef: { namespace: 'shop', name: 'data' },
        csi: {
          driver: 'a.b',
          volumeHandle: 'x',
          nodePublishSecretRef: { namespace: 'vault', name: 'publish' },
          controllerPublishSecretRef: { namespace: 'vault', name: 'attach' },
        },
      },
    },
  ];
  const answers = (questions: readonly string[], who = KUBELET): readonly (true | string)[] =>
    questions.map((question) => {
      const { allowed, reason } = ask(objects, who, question);
      return allowed || reason;
    });
  const UNRELATED = "node: no relationship found between node 'worker' and this object";

  it('lets a kubelet read what its pods need', () => {
    assert.deepEqual(
      answers([
        'get secrets/mounted in shop',
        'get secrets/from-env in shop',
        'list configmaps/settings in shop',
        'get persistentvolumeclaims/data in shop',
        'get persistentvolumes/disk',
        'get secrets/publish in vault',
        'get pods/web in shop',
        'create serviceaccounts:token/default in shop',
      ]),
      Array(8).fill(true),
    );
  });

  it('keeps it from all else', () => {
    assert.deepEqual(
      answers([
        'get secrets/others in shop',
        'get secrets/attach in vault',
        'get pods/other in shop',
        'update secrets/mounted in shop',
        'list secrets in shop',
        'get persistentvolumes:status/disk',
        'delete persistentvolumes/disk',
        'list pods in shop',
        'get serviceaccounts:token/default in shop',
        'use resourceslices.resource.k8s.io/x',
        'delete podcertificaterequests.certificates.k8s.io/x in shop',
      ]),
      [
        UNRELATED,
        UNRELATED,
        UNRELATED,
        'node: can only read resources of this type',
        'node: No Object name found',
        'node: cannot get subresource',
        'node: can only get individual resources of this type',
        'node: can only list/watch pods with spec.nodeName field selector',
        'node: can only create tokens for individual service accounts',
        'node: only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
        'node: nodes may not delete podcertificaterequests',
      ],
    );
  });
});
