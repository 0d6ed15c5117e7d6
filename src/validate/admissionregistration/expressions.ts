import { required, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';

/** A CEL expression that has to be there: every expression of a policy passes here. It is not compiled. */
export const requireExpression = (expression: string | undefined, at: FieldPath, detail = ''): FieldError[] =>
  expression?.trim() ? [] : [required(at, detail)];
