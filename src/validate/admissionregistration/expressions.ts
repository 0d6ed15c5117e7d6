import { internalError, invalid, required, type FieldError } from '../../model/field-error.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { trimSpace } from '../../model/go-text.ts';
import { checkExpression, instantiate, isProgram } from '../../schema/cel/compile.ts';
import { policyEnvironment, type PolicyDeclarations } from '../../schema/cel/policy-environment.ts';
import { BOOL, listType, NULL, sameType, STRING, structType, typeString, type CelType } from '../../schema/cel/types.ts';
import type { Release } from '../../schema/release.ts';

/** What the expressions of a policy or webhook are compiled with. */
export interface ExpressionRules {
  readonly release: Release;
  readonly declarations: PolicyDeclarations;
  /** Expressions that the stored object has already: they may use all that the release knows. */
  readonly stored: ReadonlySet<string>;
}

const RETURNS = {
  applyConfiguration: [structType('Object')],
  condition: [BOOL],
  jsonPatch: [listType(structType('JSONPatch'))],
  message: [STRING],
  annotation: [STRING, NULL],
  variable: [],
} satisfies Record<string, readonly CelType[]>;

/** What an expression is for, and with that what it has to evaluate to. */
export type ExpressionPurpose = keyof typeof RETURNS;

export type CompiledExpression =
  | { readonly kind: 'type'; readonly type: CelType }
  /** `internal` where the server fails at a constant that it cannot compute in advance. */
  | { readonly kind: 'invalid' | 'internal'; readonly detail: string };

/** Compiles an expression; `written` is what stored expressions are known by, where `text` is only a part of that. */
export function compileFor(purpose: ExpressionPurpose, text: string, rules: ExpressionRules, written = text): CompiledExpression {
  const { release, declarations, stored } = rules;
  const environment = policyEnvironment(release, stored.has(written) ? 'stored' : 'new', declarations);
  const checked = checkExpression(text, environment);
  if ('kind' in checked) return { kind: 'invalid', detail: `compilation failed: ${checked.errors}` };
  const { type } = checked;
  const wanted: readonly CelType[] = RETURNS[purpose];
  if (wanted.length > 0 && !wanted.some((one) => sameType(type, one))) return { kind: 'invalid', detail: wrongType(type, wanted) };
  const program = instantiate(checked, environment);
  return isProgram(program) ? { kind: 'type', type } : { kind: 'internal', detail: `program instantiation failed: ${program.errors}` };
}

function wrongType(type: CelType, wanted: readonly CelType[]): string {
  const names = wanted.map(typeString);
  const shown = names.length === 1 ? names.join() : `one of [${names.join(' ')}]`;
  return `must evaluate to ${shown} but got ${typeString(type)}`;
}

/** What is wrong with a compiled expression; `text` is what the error shows. */
export function expressionErrors(compiled: CompiledExpression, text: string, at: FieldPath): FieldError[] {
  switch (compiled.kind) {
    case 'type':
      return [];
    case 'invalid':
      return [invalid(at, text, compiled.detail)];
    case 'internal':
      return [internalError(at, compiled.detail)];
  }
}

export const isWritten = (expression: string | undefined): expression is string => trimSpace(expression ?? '') !== '';

/** An expression that has to be there and to compile; `missing` is said where it is not there. */
export const requireExpression = (
  purpose: ExpressionPurpose,
  text: string | undefined,
  at: FieldPath,
  rules: ExpressionRules,
  missing = '',
): FieldError[] => (isWritten(text) ? expressionErrors(compileFor(purpose, text, rules), text, at) : [required(at, missing)]);
