import { invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../model/field-path.ts';
import type { MatchCondition, MatchResources, ParamKind, Variable } from '../../model/kinds/admissionregistration-v1.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import type { Release } from '../../schema/release.ts';
import { oneOf, optional } from '../shared/checks.ts';
import { countGeneration, differs, startGeneration } from '../shared/generation.ts';
import { isDns1123Subdomain } from '../shared/names.ts';
import { clusterScoped, validateGenericObjectMeta } from '../shared/object-meta.ts';
import type { RuleContext } from '../strategy.ts';
import { conditionRules, validateMatchConditions } from './match-conditions.ts';
import { validateMatchResources } from './match-resources.ts';
import { validateParamKind } from './params.ts';
import { isStaticName, STATIC_NAME } from './webhook-configuration/static-name.ts';

/** What the specs of validating and mutating policies share. */
export interface PolicySpec {
  paramKind?: ParamKind;
  matchConstraints?: MatchResources;
  variables?: Variable[];
  failurePolicy?: string;
  matchConditions?: MatchCondition[];
}

interface PolicyObject {
  metadata?: ObjectMeta;
  spec?: object;
}

/** Policies and their bindings count their specs. */
export const policyGeneration = {
  prepareForCreate: (object: PolicyObject): void => startGeneration(object),
  prepareForUpdate: (object: PolicyObject, old: PolicyObject): void => countGeneration(object, old, differs(object.spec, old.spec)),
};

export const validatePolicyMeta = ({ metadata = {} }: PolicyObject): FieldError[] =>
  validateGenericObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata'));

/** Only on create: names of what files configure are taken. */
export const validatePolicyName = ({ metadata }: PolicyObject, { gate }: RuleContext): FieldError[] =>
  gate('ManifestBasedAdmissionControlConfig') && isStaticName(metadata?.name)
    ? [invalid(fieldPath('metadata', 'name'), metadata?.name, STATIC_NAME)]
    : [];

/** Where the name is not refused there is a warning. */
export const warningsForPolicyName = ({ metadata }: PolicyObject, old: PolicyObject | undefined, { gate }: RuleContext): string[] =>
  (old !== undefined || !gate('ManifestBasedAdmissionControlConfig')) && isStaticName(metadata?.name)
    ? [`metadata.name: ${STATIC_NAME}`]
    : [];

/** What both kinds of policies check alike, up to their constraints. */
export function validatePolicySpec({ failurePolicy, paramKind, matchConstraints }: PolicySpec, at: FieldPath): FieldError[] {
  const constraintsAt = child(at, 'matchConstraints');
  return [
    ...optional(failurePolicy, child(at, 'failurePolicy'), (policy, place) => oneOf(policy, ['Fail', 'Ignore'], place)),
    ...optional(paramKind, child(at, 'paramKind'), validateParamKind),
    ...(matchConstraints ? validateConstraints(matchConstraints, constraintsAt) : [required(constraintsAt)]),
  ];
}

const validateConstraints = (match: MatchResources, at: FieldPath): FieldError[] => [
  ...validateMatchResources(match, at),
  ...(match.resourceRules?.length ? [] : [required(child(at, 'resourceRules'))]),
];

/** Match conditions are not looked at again while neither they nor the parameters they may use change. */
export function validatePolicyConditions(spec: PolicySpec, old: PolicySpec | undefined, at: FieldPath, release: Release): FieldError[] {
  const { matchConditions, paramKind } = spec;
  if (old && !differs(matchConditions ?? [], old.matchConditions ?? []) && !differs(paramKind, old.paramKind)) return [];
  const rules = conditionRules(release, old?.matchConditions, { hasParams: paramKind !== undefined });
  return validateMatchConditions(matchConditions, child(at, 'matchConditions'), rules);
}
