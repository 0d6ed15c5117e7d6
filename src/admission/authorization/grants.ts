import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import type { ClusterRole, Role, RoleBinding, RoleRef, Subject } from '../../model/kinds/rbac-v1.ts';
import type { UserInfo } from '../plugin.ts';
import { typed } from '../typed.ts';
import { RBAC, rulesOfClusterRole } from './aggregated-rules.ts';
import type { Rule } from './rule-allows.ts';

/** A ClusterRoleBinding or RoleBinding that is for a user, and by which of its subjects. */
export interface Grant {
  readonly binding: KubernetesObject;
  readonly roleRef: RoleRef;
  readonly subject: Subject;
  /** Undefined when the role that is bound does not exist. */
  readonly role: KubernetesObject | undefined;
  readonly rules: readonly Rule[];
}

/**
 * What is granted to a user cluster-wide and, with a namespace, there too. Bindings come by name, cluster-wide ones first; a real server takes those of
 * each scope in no particular order.
 */
export function* grantsOf(view: ReadView, user: UserInfo, namespace: string): Generator<Grant> {
  for (const binding of bindingsIn(view, namespace)) {
    const { subjects = [], roleRef = {} } = typed<RoleBinding>(binding);
    const home = binding.metadata.namespace ?? '';
    const subject = subjects.find((each) => isMeant(each, user, home));
    if (subject) yield { binding, roleRef, subject, ...roleOf(view, roleRef, home) };
  }
}

/** The bindings that count for requests in a namespace; cluster-wide ones alone where it is empty. */
export const bindingsIn = (view: ReadView, namespace: string): readonly KubernetesObject[] => [
  ...view.list({ group: RBAC, kind: 'ClusterRoleBinding' }),
  ...(namespace === '' ? [] : view.list({ group: RBAC, kind: 'RoleBinding' }, namespace)),
];

/** The role that a binding in `namespace` (empty for one of the whole cluster) refers to, with its rules. */
export function roleOf(view: ReadView, { kind = '', name = '' }: RoleRef, namespace: string): Pick<Grant, 'role' | 'rules'> {
  const role = view.get({ group: RBAC, kind, namespace: kind === 'Role' ? namespace : '', name });
  if (!role) return { role, rules: [] };
  return { role, rules: kind === 'Role' ? (typed<Role>(role).rules ?? []) : rulesOfClusterRole(typed<ClusterRole>(role), view) };
}

/** Whether a subject of a binding in `namespace` is this user, one of their groups, or the service account they are. */
export function isMeant({ kind, name = '', namespace: own = '' }: Subject, user: UserInfo, namespace: string): boolean {
  switch (kind) {
    case 'User':
      return user.username === name;
    case 'Group':
      return user.groups.includes(name);
    case 'ServiceAccount': {
      const home = own || namespace;
      return home !== '' && user.username === `system:serviceaccount:${home}:${name}`;
    }
    default:
      return false;
  }
}
