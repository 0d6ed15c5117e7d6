import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, key, type FieldPath } from '../../../model/field-path.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from '../../../model/kinds/core-v1.ts';
import { asJson, sorted } from '../../shared/checks.ts';
import { list, shown, struct, text } from '../../shared/go-form.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { isStandardQuotaResource } from '../../shared/resource-names.ts';
import { validateResourceName, validateResourceQuantity } from '../../shared/resource-quantity.ts';

const PODS = ['pods', 'cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];

/** Scopes and the resources that each may limit. */
const SCOPES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Terminating', PODS],
  ['NotTerminating', PODS],
  ['BestEffort', ['pods']],
  ['NotBestEffort', PODS],
  ['PriorityClass', PODS],
  ['VolumeAttributesClass', ['persistentvolumeclaims', 'requests.storage']],
  ['CrossNamespacePodAffinity', PODS],
]);
const WITHOUT_VALUES = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

const selectorForm = struct([
  [
    'MatchExpressions',
    'matchExpressions',
    list(
      struct([
        ['ScopeName', 'scopeName', text],
        ['Operator', 'operator', text],
        ['Values', 'values', list(text)],
      ]),
    ),
  ],
]);

export const validateResourceQuota = ({ metadata, spec = {} }: ResourceQuota): FieldError[] => [
  ...validateObjectMeta(metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
  ...validateSpec(spec, fieldPath('spec')),
];

export function validateResourceQuotaUpdate({ metadata, spec = {} }: ResourceQuota, old: ResourceQuota): FieldError[] {
  const [scopes, before] = [spec.scopes, old.spec?.scopes].map((list) => sorted(new Set(list)).join());
  return [
    ...validateObjectMetaUpdate(metadata, old.metadata, fieldPath('metadata')),
    ...validateSpec(spec, fieldPath('spec')),
    ...(scopes === before ? [] : [invalid(fieldPath('spec', 'scopes'), spec.scopes ?? null, 'field is immutable')]),
  ];
}

function validateSpec(spec: ResourceQuotaSpec, at: FieldPath): FieldError[] {
  return [
    ...Object.entries(spec.hard ?? {}).flatMap(([name, amount]) => {
      const path = key(child(at, 'hard'), name);
      return [...validateQuotaResourceName(name, path), ...validateResourceQuantity(name, amount, path)];
    }),
    ...validateScopes(spec, child(at, 'scopes')),
    ...validateScopeSelector(spec, child(at, 'scopeSelector', 'matchExpressions')),
  ];
}

function validateQuotaResourceName(name: string, at: FieldPath): FieldError[] {
  const isKnown = name.includes('/') || isStandardQuotaResource(name);
  return [...validateResourceName(name, at), ...(isKnown ? [] : [invalid(at, asJson(name), 'must be a standard resource for quota')])];
}

/** How many of the limited resources a scope is not for. */
const misfits = (scope: string, hard: Readonly<Record<string, string>>): string[] => {
  const allowed = SCOPES.get(scope);
  return allowed ? Object.keys(hard).filter((name) => isStandardQuotaResource(name) && !allowed.includes(name)) : [];
};

function validateScopes({ scopes = [], hard = {} }: ResourceQuotaSpec, at: FieldPath): FieldError[] {
  return [
    ...scopes.flatMap((scope) => [
      ...(SCOPES.has(scope) ? [] : [invalid(at, scopes, 'unsupported scope')]),
      ...misfits(scope, hard).map(() => invalid(at, scopes, 'unsupported scope applied to resource')),
    ]),
    ...conflictsOf(scopes).map(() => invalid(at, scopes, 'conflicting scopes')),
  ];
}

const conflictsOf = (scopes: readonly string[]): (readonly string[])[] =>
  [
    ['BestEffort', 'NotBestEffort'],
    ['Terminating', 'NotTerminating'],
  ].filter((pair) => pair.every((scope) => scopes.includes(scope)));

function validateScopeSelector({ scopeSelector, scopes, hard = {} }: ResourceQuotaSpec, at: FieldPath): FieldError[] {
  const requirements = scopeSelector?.matchExpressions ?? [];
  const whole = shown(selectorForm, scopeSelector);
  return [
    ...requirements.flatMap((requirement) => {
      const { scopeName = '' } = requirement;
      return [
        ...(SCOPES.has(scopeName) ? [] : [invalid(child(at, 'scopeName'), asJson(scopeName), 'unsupported scope')]),
        ...misfits(scopeName, hard).map(() => invalid(at, whole, 'unsupported scope applied to resource')),
        ...validateRequirement(requirement, at),
      ];
    }),
    ...conflictsOf(requirements.map(({ scopeName = '' }) => scopeName)).map(() => invalid(at, scopes ?? null, 'conflicting scopes')),
  ];
}

function validateRequirement(
  { scopeName = '', operator = '', values = [] }: ScopedResourceSelectorRequirement,
  at: FieldPath,
): FieldError[] {
  const [operatorAt, valuesAt] = [child(at, 'operator'), child(at, 'values')];
  const mustExist =
    "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
  const errors = WITHOUT_VALUES.includes(scopeName) && operator !== 'Exists' ? [invalid(operatorAt, asJson(operator), mustExist)] : [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length > 0) return errors;
      return [...errors, required(valuesAt, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return errors;
      return [...errors, invalid(valuesAt, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector")];
    default:
      return [...errors, invalid(operatorAt, asJson(operator), 'not a valid selector operator')];
  }
}
