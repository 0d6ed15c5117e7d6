import type { ReadView } from '../../cluster/store.ts';
import { aggregateText, goQuote } from '../../model/go-text.ts';
import type { RoleRef, Subject } from '../../model/kinds/rbac-v1.ts';
import { isPathRequest, type Authorizer } from './authorizer.ts';
import { grantsOf, type Grant } from './grants.ts';
import { ruleAllows } from './rule-allows.ts';

/** Answers by the roles and bindings of a cluster as kube-apiserver does, roles that gather rules from others being up to date. */
export const rbacAuthorizer =
  (view: ReadView): Authorizer =>
  (request) => {
    const missing: string[] = [];
    for (const grant of grantsOf(view, request.user, isPathRequest(request) ? '' : request.namespace)) {
      if (!grant.role) missing.push(missingRoleText(grant.roleRef));
      else if (grant.rules.some((rule) => ruleAllows(rule, request)))
        return { allowed: true, reason: `RBAC: allowed by ${grantText(grant)}` };
    }
    return { allowed: false, reason: missing.length > 0 ? `RBAC: ${aggregateText(missing)}` : '' };
  };

/** `ClusterRoleBinding "x" of ClusterRole "y" to User "z"`; namespaces stand behind the names. */
export function grantText({ binding, roleRef, subject }: Pick<Grant, 'binding' | 'roleRef' | 'subject'>): string {
  const { name = '', namespace } = binding.metadata;
  const bindingName = namespace === undefined ? name : `${name}/${namespace}`;
  return `${binding.kind} ${goQuote(bindingName)} of ${roleRef.kind ?? ''} ${goQuote(roleRef.name ?? '')} to ${subjectText(subject, namespace ?? '')}`;
}

/** `ServiceAccount "name/namespace"`; one that names no namespace is in the binding's. */
export function subjectText({ kind = '', name = '', namespace }: Subject, home: string): string {
  return `${kind} ${goQuote(kind === 'ServiceAccount' ? `${name}/${namespace || home}` : name)}`;
}

export const missingRoleText = ({ kind = '', name = '' }: RoleRef): string =>
  `${kind.toLowerCase()}.rbac.authorization.k8s.io ${goQuote(name)} not found`;
