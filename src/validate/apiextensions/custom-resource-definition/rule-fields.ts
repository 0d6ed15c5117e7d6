import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { ValidationRule } from '../../../model/kinds/apiextensions-v1.ts';
import type { SchemaProps } from '../../../schema/crd/schema-props.ts';
import { asJson } from '../../shared/checks.ts';
import { resolveJsonPath } from './json-path.ts';
import { structuralProblem } from './structural.ts';

const REASONS: readonly string[] = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const hasLineBreak = (text: string): boolean => /[\n\r]/.test(text);

/** The fields of rules (`x-kubernetes-validations`) but for their expressions. */
export const validateRuleFields = (schema: SchemaProps, at: FieldPath): FieldError[] =>
  (schema['x-kubernetes-validations'] ?? []).flatMap((rule, i) => validateRule(rule, schema, index(at, i)));

function validateRule(given: ValidationRule, schema: SchemaProps, at: FieldPath): FieldError[] {
  const { rule = '', message = '', messageExpression = '', reason, fieldPath = '' } = given;
  return [
    ...validateRuleAndMessage(rule, message, at),
    ...(messageExpression !== '' && messageExpression.trim() === ''
      ? [required(child(at, 'messageExpression'), 'messageExpression must be non-empty if specified')]
      : []),
    ...(reason === undefined || REASONS.includes(reason) ? [] : [notSupported(child(at, 'reason'), asJson(reason), REASONS)]),
    ...validateFieldPath(fieldPath, schema, child(at, 'fieldPath')),
  ];
}

function validateRuleAndMessage(rule: string, message: string, at: FieldPath): FieldError[] {
  const there = child(at, 'message');
  if (rule.trim() === '') return [required(child(at, 'rule'), 'rule is not specified')];
  if (message !== '' && message.trim() === '') return [invalid(there, message, 'must be non-empty if specified')];
  if (hasLineBreak(message.trim())) return [invalid(there, message, 'must not contain line breaks')];
  if (hasLineBreak(rule.trim()) && message.trim() === '')
    return [required(there, 'message must be specified if rule contains line breaks')];
  return [];
}

function validateFieldPath(path: string, schema: SchemaProps, at: FieldPath): FieldError[] {
  if (path === '') return [];
  const isValid = structuralProblem(schema) !== undefined || resolveJsonPath(path, schema).error === undefined;
  return [
    ...(path.trim() === '' ? [invalid(at, path, 'must be non-empty if specified')] : []),
    ...(hasLineBreak(path) ? [invalid(at, path, 'must not contain line breaks')] : []),
    ...(isValid ? [] : [invalid(at, path, 'must be a valid path')]),
  ];
}
