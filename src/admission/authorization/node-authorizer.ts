import type { ReadView } from '../../cluster/store.ts';
import { goQuote } from '../../model/go-text.ts';
import type { ClusterRole } from '../../model/kinds/rbac-v1.ts';
import { isSince, type Release } from '../../schema/release.ts';
import { typed } from '../typed.ts';
import { RBAC } from './aggregated-rules.ts';
import { isPathRequest, type Authorizer, type Decision, type ResourceRequest } from './authorizer.ts';
import { nodeIdentity } from './node-identity.ts';
import { isRelated, type RelatedKind } from './node-relation.ts';
import { ruleAllows } from './rule-allows.ts';

const LEASES = 'kube-node-lease';

const allow: Decision = { allowed: true, reason: '' };
const pass = (reason = ''): Decision => ({ allowed: false, reason });

/** What a node is asked of. */
interface Asked {
  readonly view: ReadView;
  readonly release: Release;
  readonly node: string;
}

type Judge = (request: ResourceRequest, asked: Asked) => Decision;

/** Kubelets: what belongs to their node, by rules of their own for some resources, the rest as the role `system:node` says. */
export const nodeAuthorizer =
  (view: ReadView, release: Release): Authorizer =>
  (request) => {
    const node = nodeIdentity(request.user);
    if (node === undefined) return pass();
    if (node === '') return pass(`unknown node for user ${goQuote(request.user.username)}`);
    const judge = isPathRequest(request) ? undefined : JUDGES.get(`${request.resource}.${request.group}`);
    if (judge && !isPathRequest(request)) return judge(request, { view, release, node });
    const role = view.get({ group: RBAC, kind: 'ClusterRole', namespace: '', name: 'system:node' });
    const rules = role ? (typed<ClusterRole>(role).rules ?? []) : [];
    return rules.some((rule) => ruleAllows(rule, request)) ? allow : pass();
  };

function related(kind: RelatedKind, { namespace, name }: ResourceRequest, { view, node }: Asked): Decision {
  if (name === '') return pass('No Object name found');
  return isRelated(view, node, kind, namespace, name) ? allow : pass(`no relationship found between node '${node}' and this object`);
}

const canGet =
  (kind: RelatedKind): Judge =>
  (request, asked) => {
    if (request.verb !== 'get') return pass('can only get individual resources of this type');
    return request.subresource === '' ? related(kind, request, asked) : pass('cannot get subresource');
  };

const canRead =
  (kind: RelatedKind): Judge =>
  (request, asked) => {
    if (!['get', 'list', 'watch'].includes(request.verb)) return pass('can only read resources of this type');
    if (request.subresource !== '') return pass('cannot read subresource');
    return request.namespace === '' ? pass('can only read namespaced object of this type') : related(kind, request, asked);
  };

const isLimitedTo = ({ fields = [] }: ResourceRequest, field: string, node: string): boolean =>
  fields.some((each) => each.field === field && each.operator === '=' && each.value === node);

const claim: Judge = (request, asked) => {
  if (request.subresource !== 'status') return canGet('PersistentVolumeClaim')(request, asked);
  if (request.verb !== 'update' && request.verb !== 'patch') return pass('can only get/update/patch this type');
  return related('PersistentVolumeClaim', request, asked);
};

const serviceAccount: Judge = (request, asked) => {
  if (request.verb === 'get' && request.subresource === '') return canRead('ServiceAccount')(request, asked);
  if (request.verb !== 'create' || request.name === '') return pass('can only create tokens for individual service accounts');
  return request.subresource === 'token'
    ? related('ServiceAccount', request, asked)
    : pass('can only create token subresource of serviceaccount');
};

const OWN_VERBS = ['get', 'create', 'update', 'patch', 'delete'];

const lease: Judge = ({ verb, namespace, name }, { node }) => {
  if (!OWN_VERBS.includes(verb)) return pass('can only get, create, update, patch, or delete a node lease');
  if (namespace !== LEASES) return pass(`can only access leases in the ${goQuote(LEASES)} system namespace`);
  return verb === 'create' || name === node ? allow : pass('can only access node lease with the same name as the requesting node');
};

const csiNode: Judge = ({ verb, subresource, name }, { node, release }) => {
  const judgesStatus = isSince(release, '1.37');
  if (subresource === 'status' && judgesStatus) return pass('CSINode status access requires CSIVolumeHealth feature');
  if (subresource !== '' && judgesStatus) return pass('cannot authorize CSINode subresources');
  if (!OWN_VERBS.includes(verb)) return pass('can only get, create, update, patch, or delete a CSINode');
  if (subresource !== '') return pass('cannot authorize CSINode subresources');
  return verb === 'create' || name === node ? allow : pass('can only access CSINode with the same name as the requesting node');
};

const resourceSlice: Judge = (request, asked) => {
  if (request.subresource !== '') return pass('cannot authorize ResourceSlice subresources');
  switch (request.verb) {
    case 'create':
      return allow;
    case 'get':
    case 'update':
    case 'patch':
    case 'delete':
      return related('ResourceSlice', request, asked);
    case 'watch':
    case 'list':
    case 'deletecollection':
      return isLimitedTo(request, 'spec.nodeName', asked.node)
        ? allow
        : pass('can only list/watch/deletecollection resourceslices with nodeName field selector');
    default:
      return pass(
        'only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection',
      );
  }
};

const certificateRequest: Judge = (request, asked) => {
  if (!isSince(asked.release, '1.37')) return pass();
  if (request.subresource !== '') return pass('nodes may not access the status subresource of PodCertificateRequests');
  switch (request.verb) {
    case 'create':
      return allow;
    case 'get':
      return related('PodCertificateRequest', request, asked);
    case 'list':
    case 'watch':
      return isLimitedTo(request, 'spec.nodeName', asked.node)
        ? allow
        : pass('can only list/watch podcertificaterequests with nodeName field selector');
    default:
      return pass(`nodes may not ${request.verb} podcertificaterequests`);
  }
};

const ownNode: Judge = ({ verb, subresource, name }, { node }) => {
  const writes = subresource === '' ? ['create', 'update', 'patch'] : subresource === 'status' ? ['update', 'patch'] : [];
  if (writes.includes(verb)) return allow;
  if (subresource !== '' || !['get', 'list', 'watch'].includes(verb)) return pass();
  if (name === node) return allow;
  return pass(`node '${node}' cannot read ${name === '' ? 'all nodes' : `'${name}'`}, only its own Node object`);
};

const pod: Judge = (request, asked) => {
  switch (`${request.verb} ${request.subresource}`) {
    case 'get ':
      return related('Pod', request, asked);
    case 'list ':
    case 'watch ':
      if (isLimitedTo(request, 'spec.nodeName', asked.node)) return allow;
      return request.name === '' ? pass('can only list/watch pods with spec.nodeName field selector') : related('Pod', request, asked);
    case 'create ':
    case 'delete ':
    case 'update status':
    case 'patch status':
    case 'create eviction':
      return allow;
    default:
      return pass();
  }
};

const JUDGES: ReadonlyMap<string, Judge> = new Map([
  ['secrets.', canRead('Secret')],
  ['configmaps.', canRead('ConfigMap')],
  ['persistentvolumeclaims.', claim],
  ['persistentvolumes.', canGet('PersistentVolume')],
  ['resourceclaims.resource.k8s.io', canGet('ResourceClaim')],
  ['volumeattachments.storage.k8s.io', canGet('VolumeAttachment')],
  ['serviceaccounts.', serviceAccount],
  ['leases.coordination.k8s.io', lease],
  ['csinodes.storage.k8s.io', csiNode],
  ['resourceslices.resource.k8s.io', resourceSlice],
  ['nodes.', ownNode],
  ['pods.', pod],
  ['podcertificaterequests.certificates.k8s.io', certificateRequest],
]);
