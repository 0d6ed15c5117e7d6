import type { ReadView } from '../../cluster/store.ts';
import { aggregateText, goQuote } from '../../model/go-text.ts';
import type { RoleRef } from '../../model/kinds/rbac-v1.ts';
import type { UserInfo } from '../plugin.ts';
import { grantsOf } from './grants.ts';
import { missingRules } from './missing-rules.ts';
import type { Rule } from './rule-allows.ts';
import { compactTexts, quotedList } from './rule-text.ts';

/** All that there is to allow. */
export const FULL_AUTHORITY: readonly Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Why a user may not grant `rules` in `namespace` (empty: everywhere): what of them they do not hold there themselves. Undefined when they hold all. */
export function escalationProblem(view: ReadView, user: UserInfo, namespace: string, rules: readonly Rule[]): string | undefined {
  const grants = [...grantsOf(view, user, namespace)];
  const missing = missingRules(
    grants.flatMap((grant) => grant.rules),
    rules,
  );
  if (missing.length === 0) return undefined;
  const who = `user ${goQuote(user.username)} (groups=${quotedList(user.groups)})`;
  const lost = grants.flatMap(({ role, roleRef }) => (role ? [] : [unknownRoleText(roleRef)]));
  const errors = lost.length > 0 ? `; resolution errors: [${aggregateText(lost)}]` : '';
  return `${who} is attempting to grant RBAC permissions not currently held:\n${compactTexts(missing).join('\n')}${errors}`;
}

const unknownRoleText = ({ kind = '', name = '' }: RoleRef): string =>
  `${kind.toLowerCase()}s.rbac.authorization.k8s.io ${goQuote(name)} not found`;
