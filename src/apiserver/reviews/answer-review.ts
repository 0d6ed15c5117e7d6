import { missingRoleText } from '../../admission/authorization/rbac-authorizer.ts';
import { createAuthorizer } from '../../admission/authorization/create-authorizer.ts';
import { grantsOf } from '../../admission/authorization/grants.ts';
import type { UserInfo } from '../../admission/plugin.ts';
import { typed } from '../../admission/typed.ts';
import { aggregateText } from '../../model/go-text.ts';
import { gvkKey } from '../../model/group-version-kind.ts';
import type { TokenReview } from '../../model/kinds/authentication-v1.ts';
import type {
  SelfSubjectAccessReviewSpec, SelfSubjectRulesReview, SubjectAccessReview, SubjectAccessReviewStatus, SubjectRulesReviewStatus,
} from '../../model/kinds/authorization-v1.ts'; // prettier-ignore
import { badRequest, type Status } from '../../model/status.ts';
import type { MutableObject, ServerContext, Write } from '../server-context.ts';
import { questionOf } from './question.ts';

/** Answers a review in place, once it has been validated and admitted. Other kinds that are only created are left as they are. */
export function answerReview(server: ServerContext, write: Write, review: MutableObject): void {
  switch (gvkKey(write.resource.gvk)) {
    case 'authorization.k8s.io/v1 SubjectAccessReview':
    case 'authorization.k8s.io/v1 LocalSubjectAccessReview': {
      const { spec = {} } = typed<SubjectAccessReview>(review);
      review.status = answerQuestion(server, spec, { username: spec.user ?? '', groups: spec.groups ?? [] });
      return;
    }
    case 'authorization.k8s.io/v1 SelfSubjectAccessReview':
      review.status = answerQuestion(server, typed<SubjectAccessReview>(review).spec ?? {}, write.user);
      return;
    case 'authorization.k8s.io/v1 SelfSubjectRulesReview':
      review.status = rulesOf(server, write.user, typed<SelfSubjectRulesReview>(review).spec?.namespace ?? '');
      review.metadata = {};
      delete review.spec;
      return;
    case 'authentication.k8s.io/v1 SelfSubjectReview': {
      const { username, uid, groups, extra } = write.user;
      review.status = { userInfo: { username, ...(uid !== undefined && { uid }), groups, ...(extra && { extra }) } };
      review.metadata = { creationTimestamp: server.cluster.clock.timestamp() };
      return;
    }
    case 'authentication.k8s.io/v1 TokenReview':
      // no user of a simulated cluster has a token
      review.status = { error: 'invalid bearer token' };
  }
}

/** What reviews say besides what validation finds; the server looks for it first. */
export function reviewProblem({ resource }: Write, review: MutableObject): Status | undefined {
  switch (gvkKey(resource.gvk)) {
    case 'authorization.k8s.io/v1 SelfSubjectRulesReview':
      return typed<SelfSubjectRulesReview>(review).spec?.namespace ? undefined : badRequest('no namespace on request');
    case 'authentication.k8s.io/v1 TokenReview':
      return typed<TokenReview>(review).spec?.token ? undefined : badRequest('token is required for TokenReview in authentication');
    default:
      return undefined;
  }
}

function answerQuestion(
  { cluster, registry }: ServerContext,
  spec: SelfSubjectAccessReviewSpec,
  user: UserInfo,
): SubjectAccessReviewStatus {
  const { request, errors } = questionOf(spec, user);
  const { allowed, reason } = createAuthorizer(cluster.store, registry.release)(request);
  return { allowed, ...(reason !== '' && { reason }), ...(errors.length > 0 && { evaluationError: errors.join('; ') }) };
}

/** All rules that roles give a user in a namespace. */
function rulesOf({ cluster }: ServerContext, user: UserInfo, namespace: string): SubjectRulesReviewStatus {
  const grants = [...grantsOf(cluster.store, user, namespace)];
  const rules = grants.flatMap((grant) => grant.rules);
  const errors = grants.flatMap(({ role, roleRef }) => (role ? [] : [missingRoleText(roleRef)]));
  return {
    resourceRules: rules.flatMap(({ verbs = [], apiGroups, resources, resourceNames }) =>
      resources?.length ? [given({ verbs, apiGroups, resources, resourceNames })] : [],
    ),
    nonResourceRules: rules.flatMap(({ verbs = [], nonResourceURLs }) =>
      nonResourceURLs?.length ? [given({ verbs, nonResourceURLs })] : [],
    ),
    incomplete: false,
    ...(errors.length > 0 && { evaluationError: aggregateText(errors) }),
  };
}

/** Copies of the lists that have something. */
const given = <K extends string>(lists: Readonly<Record<K, readonly string[] | undefined>>): Partial<Record<K, string[]>> => {
  const result: Partial<Record<K, string[]>> = {};
  for (const name in lists) if (lists[name]?.length) result[name] = [...lists[name]];
  return result;
};
