import { forbidden, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type {
  FlowSchema,
  FlowSchemaSpec,
  PolicyRulesWithSubjects,
  ServiceAccountSubject,
  Subject,
} from '../../../model/kinds/flowcontrol-v1.ts';
import { asJson, each, invalidBecause, requireText } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { shown } from '../../shared/go-form.ts';
import { internalForm } from '../../shared/internal-form.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta } from '../../shared/object-meta.ts';
import { MANDATORY_FLOW_SCHEMAS } from './mandatory.ts';
import { validateNonResourceRule, validateResourceRule } from './rules.ts';

const MAX_PRECEDENCE = 10_000;
const DISTINGUISHERS = ['ByNamespace', 'ByUser'];

export function validateFlowSchema({ metadata, spec = {} }: FlowSchema): FieldError[] {
  const name = metadata?.name ?? '';
  const at = fieldPath('spec');
  const mandatory = MANDATORY_FLOW_SCHEMAS.get(name);
  const isChanged = mandatory !== undefined && differs(spec, mandatory);
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...validateSpec(spec, name, at),
    ...(isChanged ? [invalid(at, shown(internalForm('FlowSchemaSpec'), spec), `spec of '${name}' must equal the fixed value`)] : []),
  ];
}

function validateSpec(spec: FlowSchemaSpec, name: string, at: FieldPath): FieldError[] {
  const { distinguisherMethod: method, priorityLevelConfiguration } = spec;
  const level = priorityLevelConfiguration?.name ?? '';
  const levelAt = child(at, 'priorityLevelConfiguration', 'name');
  return [
    ...validatePrecedence(spec.matchingPrecedence ?? 0, name, child(at, 'matchingPrecedence')),
    ...(method && !DISTINGUISHERS.includes(method.type ?? '')
      ? [notSupported(child(at, 'distinguisherMethod', 'type'), shown(internalForm('FlowDistinguisherMethod'), method), DISTINGUISHERS)]
      : []),
    ...(level === '' ? [required(levelAt, 'must reference a priority level')] : invalidBecause(isDns1123Subdomain(level), levelAt, level)),
    ...each(spec.rules, child(at, 'rules'), validateRules),
  ];
}

function validatePrecedence(precedence: number, name: string, at: FieldPath): FieldError[] {
  const isReserved = precedence === 1 && name !== 'exempt';
  return [
    ...(precedence <= 0 ? [invalid(at, precedence, 'must be a positive value')] : []),
    ...(precedence > MAX_PRECEDENCE ? [invalid(at, precedence, `must not be greater than ${MAX_PRECEDENCE}`)] : []),
    ...(isReserved ? [invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1")] : []),
  ];
}

function validateRules({ subjects = [], resourceRules = [], nonResourceRules = [] }: PolicyRulesWithSubjects, at: FieldPath): FieldError[] {
  const isEmpty = resourceRules.length === 0 && nonResourceRules.length === 0;
  return [
    ...(subjects.length === 0 ? [required(child(at, 'subjects'), 'subjects must contain at least one value')] : []),
    ...each(subjects, child(at, 'subjects'), validateSubject),
    ...(isEmpty ? [required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty')] : []),
    ...each(resourceRules, child(at, 'resourceRules'), validateResourceRule),
    ...each(nonResourceRules, child(at, 'nonResourceRules'), validateNonResourceRule),
  ];
}

/** Kinds of subjects and their fields, in the order in which the API server refuses those of other kinds. */
const SUBJECTS = [
  ['ServiceAccount', 'serviceAccount'],
  ['User', 'user'],
  ['Group', 'group'],
] as const;

function validateSubject(subject: Subject, at: FieldPath): FieldError[] {
  const own = SUBJECTS.find(([kind]) => kind === subject.kind);
  if (!own) return [notSupported(child(at, 'kind'), asJson(subject.kind ?? ''), ['Group', 'ServiceAccount', 'User'])];
  const [kind, field] = own;
  const value = subject[field];
  const path = child(at, field);
  const checkedValue =
    value && (field === 'serviceAccount' ? validateServiceAccount(value, path) : requireText(value.name, child(path, 'name')));
  return [
    ...(checkedValue ?? [required(path, `${field} is required when subject kind is '${kind}'`)]),
    ...SUBJECTS.filter(([, name]) => name !== field && subject[name]).map(([other, name]) =>
      forbidden(child(at, name), `${name} is forbidden when subject kind is not '${other}'`),
    ),
  ];
}

function validateServiceAccount({ name, namespace }: ServiceAccountSubject, at: FieldPath): FieldError[] {
  const [nameAt, namespaceAt] = [child(at, 'name'), child(at, 'namespace')];
  const nameProblems = name === '*' ? [] : isDns1123Subdomain(name ?? '');
  return [
    ...(name ? invalidBecause(nameProblems, nameAt, name) : [required(nameAt)]),
    ...(namespace
      ? invalidBecause(isDns1123Label(namespace), namespaceAt, namespace)
      : [required(namespaceAt, 'must specify namespace for service account')]),
  ];
}
