import type { MatchCondition, ParamKind, Variable } from '../../model/kinds/admissionregistration-v1.ts';
import { compileExpression, isProgram, type Program } from '../../schema/cel/compile.ts';
import { policyEnvironment, type PolicyDeclarations } from '../../schema/cel/policy-environment.ts';
import { BOOL, DYN, listType, mapType, sameType, typeString, type CelType } from '../../schema/cel/types.ts';
import type { Release } from '../../schema/release.ts';

/** An expression of a policy: ready, or why it is not, in the server's words. */
export interface CompiledExpression {
  readonly text: string;
  readonly program?: Program;
  readonly error?: string;
}

/** What the expressions of one policy share. */
export interface PolicyScope {
  readonly variables: ReadonlyMap<string, CompiledExpression>;
  readonly matchConditions: readonly CompiledExpression[];
  /** Compiles an expression that evaluates to one of `types`. */
  compile(
    text: string,
    types: readonly CelType[],
    declarations?: Pick<PolicyDeclarations, 'hasAuthorizer' | 'hasPatchTypes'>,
  ): CompiledExpression;
}

interface PolicyExpressions {
  readonly paramKind?: ParamKind;
  readonly variables?: readonly Variable[];
  readonly matchConditions?: readonly MatchCondition[];
}

/** Compiles what stands before a policy's own expressions: variables, each of which may use those above it, and match conditions, which may use all. */
export function compilePolicy({ paramKind, variables = [], matchConditions = [] }: PolicyExpressions, release: Release): PolicyScope {
  const hasParams = paramKind !== undefined;
  const types: Record<string, CelType> = {};
  const compiled = new Map<string, CompiledExpression>();
  const compile: PolicyScope['compile'] = (text, wanted, { hasAuthorizer = true, hasPatchTypes = false } = {}) =>
    compileAs(text, wanted, release, { hasParams, hasAuthorizer, hasPatchTypes, variables: { ...types } });
  for (const { name = '', expression = '' } of variables) {
    const variable = compile(expression, []);
    compiled.set(name, variable);
    types[name] = variable.program ? variableType(variable.program.type) : DYN;
  }
  return { variables: compiled, matchConditions: matchConditions.map(({ expression = '' }) => compile(expression, [BOOL])), compile };
}

function compileAs(text: string, types: readonly CelType[], release: Release, declarations: PolicyDeclarations): CompiledExpression {
  const program = compileExpression(text, policyEnvironment(release, 'stored', declarations));
  if (!isProgram(program))
    return { text, error: `${program.kind === 'compilation' ? 'compilation failed' : 'program instantiation failed'}: ${program.errors}` };
  if (types.length === 0 || types.some((type) => sameType(type, program.type))) return { text, program };
  const [first] = types;
  const wanted = types.length === 1 && first ? typeString(first) : `one of [${types.map(typeString).join(' ')}]`;
  return { text, error: `must evaluate to ${wanted} but got ${typeString(program.type)}` };
}

/** What is known of a variable's type where it is used: scalars, lists and maps of such; of others nothing. */
function variableType(type: CelType): CelType {
  switch (type.kind) {
    case 'list':
      return listType(variableType(type.parameters[0]));
    case 'map':
      return mapType(variableType(type.parameters[0]), variableType(type.parameters[1]));
    case 'struct':
    case 'opaque':
    case 'type':
    case 'param':
    case 'error':
      return DYN;
    default:
      return type;
  }
}
