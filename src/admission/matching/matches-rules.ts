import type { NamedRuleWithOperations } from '../../model/kinds/admissionregistration-v1.ts';
import type { Resource } from '../../schema/registry.ts';
import type { AdmissionRequest } from '../plugin.ts';

/**
 * The resource that a request is matched as by the first of the rules that has it: its own, or, where the match policy is `Equivalent`, another version of
 * the same kind; undefined when no rule does.
 */
export function matchesRules(
  request: AdmissionRequest,
  rules: readonly NamedRuleWithOperations[],
  equivalents: () => readonly Resource[],
): Resource | undefined {
  if (rules.some((rule) => matchesRule(request, request.resource, rule))) return request.resource;
  if (rules.length === 0) return undefined;
  const others = equivalents();
  for (const rule of rules) {
    const found = others.find((resource) => matchesRule(request, resource, rule));
    if (found) return found;
  }
  return undefined;
}

function matchesRule(request: AdmissionRequest, { gvk, plural }: Resource, rule: NamedRuleWithOperations): boolean {
  return (
    matchesScope(request, rule.scope) &&
    names(rule.operations, request.operation) &&
    names(rule.apiGroups, gvk.group) &&
    names(rule.apiVersions, gvk.version) &&
    (rule.resources ?? []).some((text) => namesResource(text, plural, request.subresource)) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(request.name))
  );
}

const names = (wanted: readonly string[] | undefined, name: string): boolean =>
  wanted?.some((each) => each === '*' || each === name) ?? false;

/** Rules for namespaced resources are not about namespaces, which are cluster-scoped. */
function matchesScope({ gvk, resource, namespace }: AdmissionRequest, scope = '*'): boolean {
  const isNamespaced = namespace !== '' && !(gvk.group === '' && resource.plural === 'namespaces');
  return scope === '*' || (scope === 'Namespaced' ? isNamespaced : scope === 'Cluster' && !isNamespaced);
}

/** A rule names `pods`, `pods/status`, all resources, or one subresource of all. */
function namesResource(text: string, plural: string, subresource: string): boolean {
  const slash = text.indexOf('/');
  const [resource, sub] = slash < 0 ? [text, ''] : [text.slice(0, slash), text.slice(slash + 1)];
  return (resource === '*' || resource === plural) && (sub === '*' || sub === subresource);
}
