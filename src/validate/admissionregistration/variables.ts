import { invalid, required, type FieldError } from '../../model/field-error.ts';
import { child, index, type FieldPath } from '../../model/field-path.ts';
import { trimSpace } from '../../model/go-text.ts';
import type { Variable } from '../../model/kinds/admissionregistration-v1.ts';
import { isReservedWord } from '../../schema/cel/escape.ts';
import type { CelType } from '../../schema/cel/types.ts';
import { variableType } from '../../schema/cel/variable-type.ts';
import { compileFor, expressionErrors, isWritten, type ExpressionRules } from './expressions.ts';

export interface DeclaredVariables {
  readonly errors: readonly FieldError[];
  /** What expressions after the variables know them by. */
  readonly types: Readonly<Record<string, CelType>>;
}

/** Declares variables one after the other: each sees those before it. One that does not compile is declared as well, with a type that fits everything. */
export function declareVariables(variables: readonly Variable[] = [], at: FieldPath, rules: ExpressionRules): DeclaredVariables {
  const errors: FieldError[] = [];
  const types: Record<string, CelType> = {};
  for (const [i, { name = '', expression }] of variables.entries()) {
    const place = index(at, i);
    errors.push(...validateVariableName(name, child(place, 'name')));
    const expressionAt = child(place, 'expression');
    if (isWritten(expression)) {
      const compiled = compileFor('variable', expression, { ...rules, declarations: { ...rules.declarations, variables: types } });
      errors.push(...expressionErrors(compiled, expression, expressionAt));
      const type = variableType(compiled.kind === 'type' ? compiled.type : undefined);
      // a variable may be called `__proto__`
      Object.defineProperty(types, name, { value: type, configurable: true, enumerable: true });
    } else errors.push(required(expressionAt, 'expression is not specified'));
  }
  return { errors, types };
}

function validateVariableName(name: string, at: FieldPath): FieldError[] {
  if (trimSpace(name) === '') return [required(at, 'name is not specified')];
  const isIdentifier = /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) && !isReservedWord(name);
  return isIdentifier ? [] : [invalid(at, name, 'must be a valid CEL identifier')];
}
