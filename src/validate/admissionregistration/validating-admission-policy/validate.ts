import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { trimSpace } from '../../../model/go-text.ts';
import type {
  AuditAnnotation,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
} from '../../../model/kinds/admissionregistration-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { each, invalidBecause, oneOf, optional, uniqueNames } from '../../shared/checks.ts';
import { list, shown, struct, text } from '../../shared/go-form.ts';
import { isQualifiedName } from '../../shared/names.ts';
import type { RuleContext } from '../../strategy.ts';
import { compileFor, expressionErrors, isWritten, requireExpression, type ExpressionRules } from '../expressions.ts';
import { validatePolicyConditions, validatePolicyMeta, validatePolicySpec } from '../policy.ts';
import { declareVariables } from '../variables.ts';

const MAX_ANNOTATIONS = 20;
const MAX_VALUE_EXPRESSION_BYTES = 5 * 1024;
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const NOTHING_TO_DO = 'validations or auditAnnotations must contain at least one item';

const auditAnnotationForm = struct([
  ['Key', 'key', text],
  ['ValueExpression', 'valueExpression', text],
]);

/** `old` is absent on create. */
export function validateValidatingAdmissionPolicy(
  policy: ValidatingAdmissionPolicy,
  old: ValidatingAdmissionPolicy | undefined,
  { release }: RuleContext,
): FieldError[] {
  const { spec = {}, metadata } = policy;
  const at = fieldPath('spec');
  const stored = storedExpressions(old?.spec);
  const declarations = { hasParams: spec.paramKind !== undefined, hasAuthorizer: true };
  // the server looks for variables among the stored validations
  const variables = declareVariables(spec.variables, child(at, 'variables'), { release, declarations, stored: stored.validations });
  const seen = { ...declarations, ...(spec.variables?.length ? { variables: variables.types } : {}) };
  return [
    ...validatePolicyMeta(policy),
    ...validatePolicySpec(spec, at),
    ...validatePolicyConditions(spec, old?.spec, at, release),
    ...variables.errors,
    ...validateChecks(spec, metadata?.name ?? '', at, {
      validation: { release, declarations: seen, stored: stored.validations },
      message: { release, declarations: { ...seen, hasAuthorizer: false }, stored: stored.messages },
      annotation: { release, declarations: seen, stored: stored.annotations },
    }),
  ];
}

function storedExpressions({ validations = [], auditAnnotations = [] }: ValidatingAdmissionPolicySpec = {}) {
  return {
    validations: new Set(validations.map(({ expression = '' }) => expression)),
    messages: new Set(validations.map(({ messageExpression = '' }) => messageExpression)),
    annotations: new Set(auditAnnotations.map(({ valueExpression = '' }) => valueExpression)),
  };
}

/** What the expressions of each kind are compiled with. */
interface CheckRules {
  readonly validation: ExpressionRules;
  readonly message: ExpressionRules;
  readonly annotation: ExpressionRules;
}

/** A policy refuses requests, or annotates them, or both. */
function validateChecks(
  { validations = [], auditAnnotations }: ValidatingAdmissionPolicySpec,
  name: string,
  at: FieldPath,
  rules: CheckRules,
): FieldError[] {
  const [validationsAt, annotationsAt] = [child(at, 'validations'), child(at, 'auditAnnotations')];
  if (validations.length === 0 && !auditAnnotations?.length)
    return [required(validationsAt, NOTHING_TO_DO), required(annotationsAt, NOTHING_TO_DO)];
  const keys = uniqueNames();
  return [
    ...each(validations, validationsAt, (validation, place) => validateValidation(validation, place, rules)),
    ...((auditAnnotations?.length ?? 0) > MAX_ANNOTATIONS
      ? [
          invalid(
            annotationsAt,
            shown(list(auditAnnotationForm), auditAnnotations),
            `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`,
          ),
        ]
      : []),
    ...each(auditAnnotations, annotationsAt, (annotation, place) => [
      ...validateAuditAnnotation(annotation, name, place, rules.annotation),
      ...keys.add(annotation.key ?? '', child(place, 'key')),
    ]),
  ];
}

function validateValidation(
  { expression, message = '', messageExpression, reason }: Validation,
  at: FieldPath,
  rules: CheckRules,
): FieldError[] {
  return [
    ...requireExpression('condition', expression, child(at, 'expression'), rules.validation, 'expression is not specified'),
    ...validateMessageExpression(messageExpression, child(at, 'messageExpression'), rules.message),
    ...validateMessage(message, child(at, 'message')),
    ...optional(reason, child(at, 'reason'), (value, place) => oneOf(value, REASONS, place)),
  ];
}

function validateMessageExpression(text = '', at: FieldPath, rules: ExpressionRules): FieldError[] {
  if (text === '') return [];
  return isWritten(text)
    ? expressionErrors(compileFor('message', text, rules), text, at)
    : [invalid(at, text, 'must be non-empty if specified')];
}

function validateMessage(message: string, at: FieldPath): FieldError[] {
  if (message === '') return [];
  const trimmed = trimSpace(message);
  if (trimmed === '') return [invalid(at, message, 'must be non-empty if specified')];
  return /[\n\r]/.test(trimmed) ? [invalid(at, message, 'must not contain line breaks')] : [];
}

/** The annotation's full key begins with the name of the policy. */
function validateAuditAnnotation(
  { key = '', valueExpression = '' }: AuditAnnotation,
  name: string,
  at: FieldPath,
  rules: ExpressionRules,
): FieldError[] {
  return [
    ...(name === ''
      ? [invalid(child(at, 'key'), key, 'requires metadata.name be non-empty')]
      : invalidBecause(isQualifiedName(`${name}/${key}`), child(at, 'key'), `${name}/${key}`)),
    ...validateValueExpression(valueExpression, child(at, 'valueExpression'), rules),
  ];
}

function validateValueExpression(text: string, at: FieldPath, rules: ExpressionRules): FieldError[] {
  const trimmed = trimSpace(text);
  if (trimmed === '') return [required(at, 'valueExpression is not specified')];
  return byteLength(trimmed) > MAX_VALUE_EXPRESSION_BYTES
    ? [required(at, `must not exceed ${MAX_VALUE_EXPRESSION_BYTES} bytes in length`)]
    : expressionErrors(compileFor('annotation', trimmed, rules, text), text, at);
}
