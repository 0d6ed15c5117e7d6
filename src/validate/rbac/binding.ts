import { invalid, notSupported, required, type FieldError } from '../../model/field-error.ts';
import { declared } from '../shared/declarative.ts';
import { child, fieldPath, type FieldPath } from '../../model/field-path.ts';
import type { RoleRef, Subject } from '../../model/kinds/rbac-v1.ts';
import { each, invalidBecause, plainOneOf, requireText } from '../shared/checks.ts';
import { shown, struct, text } from '../shared/go-form.ts';
import { isDns1123Subdomain, isPathSegmentName } from '../shared/names.ts';
import { isSince } from '../../schema/release.ts';
import { differs } from '../shared/generation.ts';
import type { RuleContext } from '../strategy.ts';

const GROUP = 'rbac.authorization.k8s.io';
const SUBJECT_KINDS = ['ServiceAccount', 'User', 'Group'];

/** What both bindings hold. */
export interface Binding {
  roleRef?: RoleRef;
  subjects?: Subject[];
}

/** The API group of the role and of users and groups. */
export function setBindingDefaults(binding: Binding): void {
  const { roleRef, subjects = [] } = binding;
  binding.roleRef = { ...roleRef, apiGroup: roleRef?.apiGroup || GROUP };
  for (const subject of subjects) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')) subject.apiGroup = GROUP;
  }
}

/**
 * `kinds`: which roles may be bound. A subject of a cluster-wide binding that is a service account has to name its namespace. Declarative validation does not
 * look into a role that is not that of `old`.
 */
export function validateBinding(binding: Binding, kinds: readonly string[], namespaced: boolean, old?: Binding): FieldError[] {
  const at = fieldPath('roleRef');
  const { apiGroup, kind, name } = binding.roleRef ?? {};
  const noName = [required(child(at, 'name'))];
  const isOther = old !== undefined && differs(binding.roleRef, old.roleRef);
  return [
    ...plainOneOf(apiGroup, [GROUP], child(at, 'apiGroup')),
    ...plainOneOf(kind, kinds, child(at, 'kind')),
    ...(name ? invalidBecause(isPathSegmentName(name), child(at, 'name'), name) : isOther ? noName : declared(noName, 1)),
    ...each(binding.subjects, fieldPath('subjects'), (subject, place) => validateSubject(subject, namespaced, place)),
  ];
}

function validateSubject({ kind = '', name, apiGroup = '', namespace }: Subject, namespaced: boolean, at: FieldPath): FieldError[] {
  const group = child(at, 'apiGroup');
  const errors = declared(requireText(name, child(at, 'name')));
  switch (kind) {
    case 'ServiceAccount':
      return [
        ...errors,
        ...(name ? invalidBecause(isDns1123Subdomain(name), child(at, 'name'), name) : []),
        ...(apiGroup === '' ? [] : [notSupported(group, apiGroup, [''])]),
        ...(namespaced ? [] : requireText(namespace, child(at, 'namespace'))),
      ];
    case 'User':
    case 'Group':
      return [...errors, ...plainOneOf(apiGroup, [GROUP], group)];
    default:
      return [...errors, ...plainOneOf(kind, SUBJECT_KINDS, child(at, 'kind'))];
  }
}

const roleRefForm = struct([
  ['APIGroup', 'apiGroup', text],
  ['Kind', 'kind', text],
  ['Name', 'name', text],
]);

/** A binding is to one role for good. */
export function validateSameRole(binding: Binding, old: Binding, { release }: RuleContext): FieldError[] {
  const detail = isSince(release, '1.37') ? 'field is immutable' : 'cannot change roleRef';
  return differs(binding.roleRef, old.roleRef) ? [invalid(fieldPath('roleRef'), shown(roleRefForm, binding.roleRef), detail)] : [];
}
