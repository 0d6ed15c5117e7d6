import { duplicate, type FieldError } from '../../model/field-error.ts';
import { child, type FieldPath } from '../../model/field-path.ts';
import type { MatchResources, NamedRuleWithOperations } from '../../model/kinds/admissionregistration-v1.ts';
import { each, invalidBecause, oneOf, optional } from '../shared/checks.ts';
import { validateLabelSelector } from '../shared/label-selector.ts';
import { isPathSegmentName } from '../shared/names.ts';
import { validateRule } from './webhook-configuration/rules.ts';

export function setMatchResourcesDefaults(match: MatchResources | undefined): void {
  if (!match) return;
  match.matchPolicy ??= 'Equivalent';
  match.namespaceSelector ??= {};
  match.objectSelector ??= {};
  for (const rule of [...(match.resourceRules ?? []), ...(match.excludeResourceRules ?? [])]) rule.scope ??= '*';
}

/** Which requests a policy or a binding is about. */
export function validateMatchResources(match: MatchResources, at: FieldPath): FieldError[] {
  const { matchPolicy, namespaceSelector, objectSelector, resourceRules, excludeResourceRules } = match;
  return [
    ...optional(matchPolicy, child(at, 'matchPolicy'), (policy, place) => oneOf(policy, ['Equivalent', 'Exact'], place)),
    ...optional(namespaceSelector, child(at, 'namespaceSelector'), validateLabelSelector),
    ...optional(objectSelector, child(at, 'objectSelector'), validateLabelSelector),
    ...each(resourceRules, child(at, 'resourceRules'), validateNamedRule),
    ...each(excludeResourceRules, child(at, 'excludeResourceRules'), validateNamedRule),
  ];
}

const validateNamedRule = (rule: NamedRuleWithOperations, at: FieldPath): FieldError[] => [
  ...each(rule.resourceNames, child(at, 'resourceNames'), (name, place, i) => [
    ...invalidBecause(isPathSegmentName(name), place, name),
    ...(rule.resourceNames?.indexOf(name) === i ? [] : [duplicate(place, name)]),
  ]),
  ...validateRule(rule, at),
];

const MUTABLE_OPERATIONS = ['*', 'CONNECT', 'CREATE', 'UPDATE'];

/** What is being deleted cannot be mutated. Errors name no rule. */
export const validateMutableOperations = (match: MatchResources | undefined, at: FieldPath): FieldError[] =>
  (match?.resourceRules ?? []).flatMap(({ operations = [] }) =>
    operations.flatMap((operation) => oneOf(operation, MUTABLE_OPERATIONS, child(at, 'resourceRules', 'operations'))),
  );
