import { invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../model/field-path.ts';
import type { MatchCondition, MatchResources, ParamKind, Variable } from '../../model/kinds/admissionregistration-v1.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import { each, oneOf, optional } from '../shared/checks.ts';
import { countGeneration, differs, startGeneration } from '../shared/generation.ts';
import { isDns1123Subdomain } from '../shared/names.ts';
import { clusterScoped, validateGenericObjectMeta } from '../shared/object-meta.ts';
import type { RuleContext } from '../strategy.ts';
import { requireExpression } from './expressions.ts';
import { validateMatchResources } from './match-resources.ts';
import { validateParamKind } from './params.ts';
import { validateMatchConditions } from './webhook-configuration/match-conditions.ts';
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

const RESERVED =
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' ');

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

/** Match conditions are not looked at again while neither they nor the parameters they may use change. */
export const keepsMatchConditions = (spec: PolicySpec, old: PolicySpec): boolean =>
  !differs(spec.matchConditions ?? [], old.matchConditions ?? []) && !differs(spec.paramKind, old.paramKind);

/** What both kinds of policies check alike, up to their variables. */
export function validatePolicySpec(spec: PolicySpec, at: FieldPath, ignoreMatchConditions: boolean): FieldError[] {
  const { failurePolicy, paramKind, matchConstraints, matchConditions, variables } = spec;
  const failurePolicyAt = child(at, 'failurePolicy');
  const constraintsAt = child(at, 'matchConstraints');
  return [
    ...(failurePolicy === undefined ? [required(failurePolicyAt)] : oneOf(failurePolicy, ['Fail', 'Ignore'], failurePolicyAt)),
    ...optional(paramKind, child(at, 'paramKind'), validateParamKind),
    ...(matchConstraints ? validateConstraints(matchConstraints, constraintsAt) : [required(constraintsAt)]),
    ...(ignoreMatchConditions ? [] : validateMatchConditions(matchConditions, child(at, 'matchConditions'))),
    ...each(variables, child(at, 'variables'), validateVariable),
  ];
}

const validateConstraints = (match: MatchResources, at: FieldPath): FieldError[] => [
  ...validateMatchResources(match, at),
  ...(match.resourceRules?.length ? [] : [required(child(at, 'resourceRules'))]),
];

const validateVariable = ({ name = '', expression }: Variable, at: FieldPath): FieldError[] => [
  ...(name.trim() === ''
    ? [required(child(at, 'name'), 'name is not specified')]
    : isIdentifier(name)
      ? []
      : [invalid(child(at, 'name'), name, 'must be a valid CEL identifier')]),
  ...requireExpression(expression, child(at, 'expression'), 'expression is not specified'),
];

const isIdentifier = (name: string): boolean => /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) && !RESERVED.includes(name);
