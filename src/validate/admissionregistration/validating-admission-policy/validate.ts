import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
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
import { requireExpression } from '../expressions.ts';
import { keepsMatchConditions, validatePolicyMeta, validatePolicySpec } from '../policy.ts';

const MAX_ANNOTATIONS = 20;
const MAX_VALUE_EXPRESSION_BYTES = 5 * 1024;
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const NOTHING_TO_DO = 'validations or auditAnnotations must contain at least one item';

const auditAnnotationForm = struct([
  ['Key', 'key', text],
  ['ValueExpression', 'valueExpression', text],
]);

/** `old` is absent on create. */
export function validateValidatingAdmissionPolicy(policy: ValidatingAdmissionPolicy, old?: ValidatingAdmissionPolicy): FieldError[] {
  const { spec = {}, metadata } = policy;
  const at = fieldPath('spec');
  return [
    ...validatePolicyMeta(policy),
    ...validatePolicySpec(spec, at, old !== undefined && keepsMatchConditions(spec, old.spec ?? {})),
    ...validateChecks(spec, metadata?.name ?? '', at),
  ];
}

/** A policy refuses requests, or annotates them, or both. */
function validateChecks({ validations = [], auditAnnotations }: ValidatingAdmissionPolicySpec, name: string, at: FieldPath): FieldError[] {
  const [validationsAt, annotationsAt] = [child(at, 'validations'), child(at, 'auditAnnotations')];
  if (validations.length === 0 && !auditAnnotations?.length)
    return [required(validationsAt, NOTHING_TO_DO), required(annotationsAt, NOTHING_TO_DO)];
  const keys = uniqueNames();
  return [
    ...each(validations, validationsAt, validateValidation),
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
      ...validateAuditAnnotation(annotation, name, place),
      ...keys.add(annotation.key ?? '', child(place, 'key')),
    ]),
  ];
}

function validateValidation({ expression, message = '', messageExpression = '', reason }: Validation, at: FieldPath): FieldError[] {
  return [
    ...requireExpression(expression, child(at, 'expression'), 'expression is not specified'),
    ...(messageExpression !== '' && messageExpression.trim() === ''
      ? [invalid(child(at, 'messageExpression'), messageExpression, 'must be non-empty if specified')]
      : []),
    ...validateMessage(message, child(at, 'message')),
    ...optional(reason, child(at, 'reason'), (value, place) => oneOf(value, REASONS, place)),
  ];
}

function validateMessage(message: string, at: FieldPath): FieldError[] {
  if (message === '') return [];
  if (message.trim() === '') return [invalid(at, message, 'must be non-empty if specified')];
  return /[\n\r]/.test(message.trim()) ? [invalid(at, message, 'must not contain line breaks')] : [];
}

/** The annotation's full key begins with the name of the policy. */
function validateAuditAnnotation({ key = '', valueExpression = '' }: AuditAnnotation, name: string, at: FieldPath): FieldError[] {
  const valueAt = child(at, 'valueExpression');
  const isTooLong = byteLength(valueExpression.trim()) > MAX_VALUE_EXPRESSION_BYTES;
  return [
    ...(name === ''
      ? [invalid(child(at, 'key'), key, 'requires metadata.name be non-empty')]
      : invalidBecause(isQualifiedName(`${name}/${key}`), child(at, 'key'), `${name}/${key}`)),
    ...(isTooLong
      ? [required(valueAt, `must not exceed ${MAX_VALUE_EXPRESSION_BYTES} bytes in length`)]
      : requireExpression(valueExpression, valueAt, 'valueExpression is not specified')),
  ];
}
