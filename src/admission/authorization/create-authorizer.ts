import type { ReadView } from '../../cluster/store.ts';
import { isSince, type Release } from '../../schema/release.ts';
import type { Authorizer } from './authorizer.ts';
import { nodeAuthorizer } from './node-authorizer.ts';
import { rbacAuthorizer } from './rbac-authorizer.ts';

/** Members of this group may do everything. */
export const MASTERS = 'system:masters';

/**
 * The authorizers of a kube-apiserver with `--authorization-mode=Node,RBAC`, as kubeadm starts it: the first to allow a request decides; where none does, all
 * their reasons are given (since 1.37 with their names).
 */
export function createAuthorizer(view: ReadView, release: Release): Authorizer {
  const chain = [
    { name: 'node', authorize: nodeAuthorizer(view, release) },
    { name: 'rbac', authorize: rbacAuthorizer(view) },
  ];
  const named = isSince(release, '1.37');
  return (request) => {
    if (request.user.groups.includes(MASTERS)) return { allowed: true, reason: '' };
    const reasons: string[] = [];
    for (const { name, authorize } of chain) {
      const decision = authorize(request);
      if (decision.allowed) return decision;
      if (decision.reason !== '') reasons.push(named ? `${name}: ${decision.reason}` : decision.reason);
    }
    return { allowed: false, reason: reasons.join('\n') };
  };
}
