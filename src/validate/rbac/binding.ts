import { notSupported, required, type FieldError } from '../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../model/field-path.ts';
import type { RoleRef, Subject } from '../../model/kinds/rbac-v1.ts';
import { each, invalidBecause, oneOf, requireText } from '../shared/checks.ts';
import { shown, struct, text } from '../shared/go-form.ts';
import { isDns1123Subdomain, isPathSegmentName } from '../shared/names.ts';
import { immutable } from '../shared/object-meta.ts';

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

/** `kinds`: which roles may be bound. A subject of a cluster-wide binding that is a service account has to name its namespace. */
export function validateBinding(binding: Binding, kinds: readonly string[], namespaced: boolean): FieldError[] {
  const at = fieldPath('roleRef');
  const { apiGroup, kind, name } = binding.roleRef ?? {};
  return [
    ...oneOf(apiGroup, [GROUP], child(at, 'apiGroup')),
    ...oneOf(kind, kinds, child(at, 'kind')),
    ...(name ? invalidBecause(isPathSegmentName(name), child(at, 'name'), name) : [required(child(at, 'name'))]),
    ...each(binding.subjects, fieldPath('subjects'), (subject, place) => validateSubject(subject, namespaced, place)),
  ];
}

function validateSubject({ kind = '', name, apiGroup = '', namespace }: Subject, namespaced: boolean, at: FieldPath): FieldError[] {
  const group = child(at, 'apiGroup');
  const errors = requireText(name, child(at, 'name'));
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
      return [...errors, ...oneOf(apiGroup, [GROUP], group)];
    default:
      return [...errors, ...oneOf(kind, SUBJECT_KINDS, child(at, 'kind'))];
  }
}

const roleRefForm = struct([
  ['APIGroup', 'apiGroup', text],
  ['Kind', 'kind', text],
  ['Name', 'name', text],
]);

/** A binding is to one role for good. */
export const validateSameRole = (binding: Binding, old: Binding): FieldError[] =>
  immutable(binding.roleRef, old.roleRef, fieldPath('roleRef'), shown(roleRefForm, binding.roleRef));
