import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath, index } from '../../../model/field-path.ts';
import type { RuleWithOperations } from '../../../model/kinds/admissionregistration-v1.ts';
import { asJson, each, oneOf } from '../../shared/checks.ts';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];

/** Which requests a webhook is asked about. */
export function validateRule(rule: RuleWithOperations, at: FieldPath): FieldError[] {
  const { operations, apiGroups, apiVersions, resources, scope } = rule;
  return [
    ...validateWildcard(operations, child(at, 'operations'), 'operations'),
    ...each(operations, child(at, 'operations'), (operation, path) =>
      OPERATIONS.includes(operation) ? [] : [notSupported(path, asJson(operation), OPERATIONS)],
    ),
    ...validateWildcard(apiGroups, child(at, 'apiGroups'), 'API groups'),
    ...validateWildcard(apiVersions, child(at, 'apiVersions'), 'API versions'),
    ...each(apiVersions, child(at, 'apiVersions'), (version, path) => (version === '' ? [required(path)] : [])),
    ...validateResources(resources ?? [], child(at, 'resources')),
    ...(scope === undefined ? [] : oneOf(scope, SCOPES, child(at, 'scope'))),
  ];
}

/** At least one, and `*` alone. */
function validateWildcard(items: readonly string[] = [], at: FieldPath, what: string): FieldError[] {
  if (items.length === 0) return [required(at)];
  return items.length > 1 && items.includes('*') ? [invalid(at, items, `if '*' is present, must not specify other ${what}`)] : [];
}

/** No resource twice: once by name and once by a wildcard for it or its subresource. */
function validateResources(resources: readonly string[], at: FieldPath): FieldError[] {
  const errors: FieldError[] = resources.length === 0 ? [required(at)] : [];
  const withAllSubresources = new Set<string>();
  const ofAllResources = new Set<string>();
  let hasPlain = false;
  for (const [i, name] of resources.entries()) {
    const path = index(at, i);
    const slash = name.indexOf('/');
    if (name === '') errors.push(required(path));
    else if (slash < 0) hasPlain = name !== '*';
    else {
      const [resource, subresource] = [name.slice(0, slash), name.slice(slash + 1)];
      if (withAllSubresources.has(resource)) errors.push(invalid(path, name, `if '${resource}/*' is present, must not specify ${name}`));
      if (ofAllResources.has(subresource)) errors.push(invalid(path, name, `if '*/${subresource}' is present, must not specify ${name}`));
      if (subresource === '*') withAllSubresources.add(resource);
      if (resource === '*') ofAllResources.add(subresource);
    }
  }
  if (resources.length > 1 && resources.includes('*/*'))
    errors.push(invalid(at, resources, "if '*/*' is present, must not specify other resources"));
  if (hasPlain && resources.includes('*')) {
    errors.push(invalid(at, resources, "if '*' is present, must not specify other resources without subresources"));
  }
  return errors;
}
