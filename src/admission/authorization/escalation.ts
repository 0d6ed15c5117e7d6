import type { ReadView } from '../../cluster/store.ts';
import { aggregateText, goQuote } from '../../model/go-text.ts';
import type { UserInfo } from '../plugin.ts';
import { RBAC } from './aggregated-rules.ts';
import { grantsOf } from './grants.ts';
import { missingRules } from './missing-rules.ts';
import type { Rule } from './rule-allows.ts';
import { compactTexts, quotedList } from './rule-text.ts';

/** All that there is to allow. */
export const FULL_AUTHORITY: readonly Rule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** Who wants to grant something, where (an empty namespace is everywhere), and by writing which resource. */
export interface Granting {
  readonly user: UserInfo;
  readonly namespace: string;
  readonly resource: string;
}

/** Why a user may not grant `rules`: what of them they do not hold there themselves. Undefined when they hold all. */
export function escalationProblem(view: ReadView, { user, namespace, resource }: Granting, rules: readonly Rule[]): string | undefined {
  const grants = [...grantsOf(view, user, namespace)];
  const missing = missingRules(
    grants.flatMap((grant) => grant.rules),
    rules,
  );
  if (missing.length === 0) return undefined;
  const who = `user ${goQuote(user.username)} (groups=${quotedList(user.groups)})`;
  // the server tells roles that it does not find under the name of the resource that is written
  const lost = grants.flatMap(({ role, roleRef }) => (role ? [] : [`${resource}.${RBAC} ${goQuote(roleRef.name ?? '')} not found`]));
  const errors = lost.length > 0 ? `; resolution errors: [${aggregateText(lost)}]` : '';
  return `${who} is attempting to grant RBAC permissions not currently held:\n${compactTexts(missing).join('\n')}${errors}`;
}
