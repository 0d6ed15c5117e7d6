import type { PolicyRule } from '../../model/kinds/rbac-v1.ts';
import { isPathRequest, type AuthorizationRequest } from './authorizer.ts';

/** A rule as it is only read. */
export type Rule = { readonly [K in keyof PolicyRule]: readonly string[] };

/** Whether one RBAC rule allows a request. A rule for named objects allows no request without a name. */
export function ruleAllows(rule: Rule, request: AuthorizationRequest): boolean {
  if (!hasOrAll(rule.verbs, request.verb)) return false;
  if (isPathRequest(request)) return (rule.nonResourceURLs ?? []).some((url) => urlCovers(url, request.path));
  const { group, resource, subresource, name } = request;
  const { apiGroups, resources = [], resourceNames = [] } = rule;
  return (
    hasOrAll(apiGroups, group) &&
    resources.some((each) => resourceMatches(each, resource, subresource)) &&
    (resourceNames.length === 0 || resourceNames.includes(name))
  );
}

/** `pods`, `pods/log`, any of them (`*`), or one subresource of any (`*` with `/scale`). */
function resourceMatches(rule: string, resource: string, subresource: string): boolean {
  if (rule === '*') return true;
  return subresource === '' ? rule === resource : rule === `${resource}/${subresource}` || rule === `*/${subresource}`;
}

/** Whether a rule's URL, which may end in `*`, takes a path, or takes all that another rule's URL does. */
export const urlCovers = (url: string, path: string): boolean =>
  url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')));

export const hasOrAll = (texts: readonly string[] = [], text: string): boolean => texts.includes('*') || texts.includes(text);
