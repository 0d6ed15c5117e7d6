import type { ValidationRule } from '../../model/kinds/apiextensions-v1.ts';
import type { Release } from '../release.ts';
import { compileExpression, isProgram, type CompileFailure, type Program } from './compile.ts';
import { nameTypes, type DeclType } from './decl-type.ts';
import { baseEnvironment, extendEnvironment, type Environment, type ExpressionMode } from './environment.ts';
import { BOOL, isScalar, optionalType, STRING } from './types.ts';

/** A rule of a schema, ready to be asked. */
export interface CompiledRule {
  readonly rule: ValidationRule;
  /** Absent for an empty rule. */
  readonly program?: Program;
  /** Why the rule is none, in the server's words. */
  readonly error?: string;
  /** Whether the rule looks at the value before the update. */
  readonly usesOldSelf: boolean;
  readonly message?: Program;
  readonly messageError?: string;
}

/** Environments of the rules at one place of a schema: `oldSelf` as such, and as an optional. */
export interface RuleEnvironments {
  readonly plain: Environment;
  readonly optional: Environment;
}

/** What rules on values of `type` may use. */
export function ruleEnvironments(type: DeclType, release: Release, mode: ExpressionMode): RuleEnvironments {
  const named = nameTypes(type, 'selfType');
  const base = baseEnvironment(release, mode);
  const environment = (isOptional: boolean): Environment =>
    extendEnvironment(base, {
      provider: named.provider,
      variables: { self: named.type, oldSelf: isOptional ? optionalType(named.type) : named.type },
    });
  return { plain: environment(false), optional: environment(true) };
}

/** Compiles a rule and its `messageExpression`, each in its environment. */
export function compileRule(rule: ValidationRule, environments: RuleEnvironments, messageEnvironments = environments): CompiledRule {
  const text = rule.rule ?? '';
  if (text.trim() === '') return { rule, usesOldSelf: false };
  const which = rule.optionalOldSelf ? 'optional' : 'plain';
  const program = compileExpression(text, environments[which]);
  if (!isProgram(program)) return { rule, usesOldSelf: false, error: failureText(program, '') };
  if (!isScalar(program.type, BOOL)) return { rule, usesOldSelf: false, error: 'cel expression must evaluate to a bool' };
  const usesOldSelf = program.checked.references.some((reference) => reference?.kind === 'variable' && reference.name === 'oldSelf');
  const compiled = { rule, program, usesOldSelf };
  if (!rule.messageExpression) return compiled;
  const message = compileExpression(rule.messageExpression, messageEnvironments[which]);
  if (!isProgram(message)) return { ...compiled, messageError: failureText(message, 'messageExpression ') };
  return isScalar(message.type, STRING)
    ? { ...compiled, message }
    : { ...compiled, messageError: 'messageExpression must evaluate to a string' };
}

function failureText({ kind, errors }: CompileFailure, subject: string): string {
  if (kind === 'compilation') return `${subject}compilation failed: ${errors}`;
  return `${subject === '' ? 'program ' : subject}instantiation failed: ${errors}`;
}
