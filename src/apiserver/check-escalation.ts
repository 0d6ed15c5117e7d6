import { FULL_AUTHORITY, escalationProblem } from '../admission/authorization/escalation.ts';
import type { Authorizer } from '../admission/authorization/authorizer.ts';
import { RBAC } from '../admission/authorization/aggregated-rules.ts';
import { createAuthorizer, MASTERS } from '../admission/authorization/create-authorizer.ts';
import { roleOf } from '../admission/authorization/grants.ts';
import type { Rule } from '../admission/authorization/rule-allows.ts';
import { changesOwnershipOnly } from '../admission/changes-ownership-only.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { goQuote } from '../model/go-text.ts';
import type { ClusterRole, RoleBinding, RoleRef } from '../model/kinds/rbac-v1.ts';
import { forbiddenStatus, notFoundStatus, unclassifiedError, type Status } from '../model/status.ts';
import { storedNameProblem } from './create-binding.ts';
import { groupResourceOf, type MutableObject, type ServerContext, type Write } from './server-context.ts';

/**
 * Nobody makes roles or binds roles that allow more than they are allowed themselves, unless they are told to by the verbs `escalate` and `bind`. Answers the
 * refusal. `old` is the object that is replaced.
 */
export function checkEscalation(
  server: ServerContext,
  write: Write,
  object: MutableObject,
  old: KubernetesObject | undefined,
): Status | undefined {
  const { gvk } = write.resource;
  if (gvk.group !== RBAC || write.user.groups.includes(MASTERS)) return undefined;
  if (old && changesOwnershipOnly(object, old)) return undefined;
  switch (gvk.kind) {
    case 'Role':
    case 'ClusterRole':
      return checkRole(server, write, object, old);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return checkBinding(server, write, object);
    default:
      return undefined;
  }
}

const authorizerOf = ({ cluster, registry }: ServerContext): Authorizer => createAuthorizer(cluster.store, registry.release);

function checkRole(
  server: ServerContext,
  write: Write,
  role: ClusterRole & MutableObject,
  old: ClusterRole | undefined,
): Status | undefined {
  const { resource, user, namespace } = write;
  const name = role.metadata.name ?? '';
  const isTold = authorizerOf(server)({
    user,
    verb: 'escalate',
    group: RBAC,
    resource: resource.plural,
    subresource: '',
    namespace,
    name: old ? name : '',
  }).allowed;
  if (isTold) return undefined;
  const problemOf = (rules: readonly Rule[]): string | undefined =>
    escalationProblem(server.cluster.store, { user, namespace, resource: resource.plural }, rules);
  const refuse = (message: string): Status => forbiddenStatus(groupResourceOf(resource), name, message);
  const problem = problemOf(role.rules ?? []);
  if (problem !== undefined) return refuse(problem);
  const gathers = [role, old].some((each) => (each?.aggregationRule?.clusterRoleSelectors ?? []).length > 0);
  return gathers && problemOf(FULL_AUTHORITY) !== undefined
    ? refuse('must have cluster-admin privileges to use the aggregationRule')
    : undefined;
}

function checkBinding(server: ServerContext, write: Write, binding: RoleBinding & MutableObject): Status | undefined {
  const { resource, user, namespace } = write;
  const { roleRef = {} } = binding;
  if (isToldToBind(server, write, roleRef)) return undefined;
  const { kind = '', name = '' } = roleRef;
  if (kind !== 'Role' && kind !== 'ClusterRole') return unclassifiedError(`unsupported role reference kind: ${goQuote(kind)}`);
  const unnamed = storedNameProblem(name);
  if (unnamed) return unnamed;
  const { role, rules } = roleOf(server.cluster.store, roleRef, namespace);
  // what is looked up on the way is told under the name of what was asked for
  if (!role) return notFoundStatus(groupResourceOf(resource), name);
  const problem = escalationProblem(server.cluster.store, { user, namespace, resource: resource.plural }, rules);
  return problem === undefined ? undefined : forbiddenStatus(groupResourceOf(resource), binding.metadata.name ?? '', problem);
}

function isToldToBind(server: ServerContext, { user, namespace }: Write, { apiGroup = '', kind = '', name = '' }: RoleRef): boolean {
  if (kind !== 'Role' && kind !== 'ClusterRole') return false;
  const resource = `${kind.toLowerCase()}s`;
  return authorizerOf(server)({ user, verb: 'bind', group: apiGroup, resource, subresource: '', namespace, name }).allowed;
}
