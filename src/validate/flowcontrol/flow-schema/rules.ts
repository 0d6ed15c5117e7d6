import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { NonResourcePolicyRule, ResourcePolicyRule } from '../../../model/kinds/flowcontrol-v1.ts';
import { each, invalidBecause } from '../../shared/checks.ts';
import { isDns1123Label } from '../../shared/names.ts';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

export function validateResourceRule(rule: ResourcePolicyRule, at: FieldPath): FieldError[] {
  return [
    ...validateVerbs(rule.verbs ?? [], child(at, 'verbs')),
    ...validateNames(rule.apiGroups ?? [], child(at, 'apiGroups'), 'api group'),
    ...validateNames(rule.resources ?? [], child(at, 'resources'), 'resource'),
    ...validateNamespaces(rule, child(at, 'namespaces')),
  ];
}

export function validateNonResourceRule({ verbs, nonResourceURLs: urls = [] }: NonResourcePolicyRule, at: FieldPath): FieldError[] {
  const path = child(at, 'nonResourceURLs');
  return [
    ...validateVerbs(verbs ?? [], child(at, 'verbs')),
    ...(urls.length === 0 ? [required(path, 'nonResourceURLs must contain at least one value')] : []),
    ...wildcardOr(urls, path, 'non-resource URLs', () => each(urls, path, validateUrlPath)),
  ];
}

/** `*` stands alone; where there is none, `check`. */
function wildcardOr(items: readonly string[], at: FieldPath, what: string, check: () => FieldError[]): FieldError[] {
  if (!items.includes('*')) return check();
  return items.length > 1 ? [invalid(at, items, `if '*' is present, must not specify other ${what}`)] : [];
}

function validateVerbs(verbs: readonly string[], at: FieldPath): FieldError[] {
  if (verbs.length === 0) return [required(at, 'verbs must contain at least one value')];
  return wildcardOr(verbs, at, 'verbs', () => (verbs.every((verb) => VERBS.includes(verb)) ? [] : [notSupported(at, verbs, VERBS)]));
}

const validateNames = (names: readonly string[], at: FieldPath, what: string): FieldError[] =>
  names.length === 0 ? [required(at, `resource rules must supply at least one ${what}`)] : wildcardOr(names, at, `${what}s`, () => []);

function validateNamespaces({ namespaces = [], clusterScope = false }: ResourcePolicyRule, at: FieldPath): FieldError[] {
  if (namespaces.length === 0 && !clusterScope) {
    return [required(at, 'resource rules that are not cluster scoped must supply at least one namespace')];
  }
  return wildcardOr(namespaces, at, 'namespaces', () =>
    each(namespaces, at, (namespace, path) =>
      invalidBecause(
        isDns1123Label(namespace).map((message) => `each member of this list must be '*' or a DNS-1123 label; ${message}`),
        path,
        namespace,
      ),
    ),
  );
}

function validateUrlPath(path: string, at: FieldPath): FieldError[] {
  const problem = urlPathProblem(path);
  return problem === undefined ? [] : [invalid(at, path, problem)];
}

function urlPathProblem(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (path === '/') return undefined;
  if (!path.startsWith('/')) return 'must start with slash';
  if (path.includes(' ')) return 'must not contain white-space';
  if (path.includes('//')) return 'must not contain double slash';
  const wildcards = path.split('*').length - 1;
  return wildcards > 1 || (wildcards === 1 && !path.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined;
}
