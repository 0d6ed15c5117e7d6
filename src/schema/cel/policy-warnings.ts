import type { ExpressionWarning, ValidatingAdmissionPolicySpec, Variable } from '../../model/kinds/admissionregistration-v1.ts';
import type { GroupVersionKind } from '../../model/group-version-kind.ts';
import type { SchemaProps } from '../crd/schema-props.ts';
import { isSince, type Release } from '../release.ts';
import { checkExpression } from './compile.ts';
import { declTypeOf, nameTypes, type NamedTypes } from './decl-type.ts';
import { AUTHORIZER } from './declarations.ts';
import { extendEnvironment, type Environment } from './environment.ts';
import { policyEnvironment } from './policy-environment.ts';
import { combineTypes, NO_TYPES } from './type-provider.ts';
import { DYN, type CelType } from './types.ts';
import { variableType } from './variable-type.ts';

/** A kind that a policy is about, with its schema. */
export interface CheckedKind {
  readonly gvk: GroupVersionKind;
  readonly schema: SchemaProps;
}

/** What the types in a policy's expressions are checked against. */
export interface PolicyTypes {
  readonly release: Release;
  readonly kinds: readonly CheckedKind[];
  /** The kind of parameters; absent where nothing is known of it. */
  readonly params?: CheckedKind;
}

const UNKNOWN: NamedTypes = { type: DYN, provider: NO_TYPES };

/**
 * What `status.typeChecking` of a policy says of its validations and their messages: expressions that do not fit a kind that the policy is about. Nothing
 * else of the policy is looked at.
 */
export function policyWarnings(spec: ValidatingAdmissionPolicySpec, types: PolicyTypes): ExpressionWarning[] {
  const hasParams = spec.paramKind !== undefined && (types.params !== undefined || isSince(types.release, '1.36'));
  const params = hasParams ? named(types.params, 1) : undefined;
  const checked = types.kinds.map((kind) => {
    const object = named(kind, 0);
    const environment = declare(spec.variables ?? [], (variables) => environmentOf(types.release, { object, params, variables }));
    return { name: `${kind.gvk.group}/${kind.gvk.version}, Kind=${kind.gvk.kind}`, environment };
  });
  const warn = (expression: string, fieldRef: string): ExpressionWarning[] => {
    const problems = checked.flatMap(({ name, environment }) => {
      const result = checkExpression(expression, environment);
      return 'kind' in result ? [`${name}: ${result.errors}\n`] : [];
    });
    return problems.length > 0 ? [{ fieldRef, warning: problems.join('\n') }] : [];
  };
  return (spec.validations ?? []).flatMap(({ expression = '', messageExpression = '' }, i) => [
    ...warn(expression, `spec.validations[${i}].expression`),
    ...(messageExpression === '' ? [] : warn(messageExpression, `spec.validations[${i}].messageExpression`)),
  ]);
}

/** The type of a kind's objects. Servers number these types at random, so that two of one kind are told apart. */
function named(kind: CheckedKind | undefined, number: number): NamedTypes {
  const type = kind && declTypeOf(kind.schema, true);
  return type ? nameTypes(type, `${kind.gvk.kind}${number}`) : UNKNOWN;
}

/** The environment after all variables. Those that do not fit are of any type, and nothing is said of them. */
function declare(variables: readonly Variable[], environment: (types: Readonly<Record<string, CelType>>) => Environment): Environment {
  let types: Readonly<Record<string, CelType>> = {};
  for (const { name = '', expression = '' } of variables) {
    const result = checkExpression(expression, environment(types));
    types = { ...types, [name]: variableType('kind' in result ? undefined : result.type) };
  }
  return environment(types);
}

interface Seen {
  readonly object: NamedTypes;
  readonly params: NamedTypes | undefined;
  readonly variables: Readonly<Record<string, CelType>>;
}

/** Unlike where expressions are evaluated, there is no `authorizer.requestResource`. */
function environmentOf(release: Release, { object, params, variables }: Seen): Environment {
  const base = policyEnvironment(release, 'stored', { variables });
  return extendEnvironment(base, {
    provider: combineTypes(object.provider, params?.provider ?? NO_TYPES, base.provider),
    variables: { object: object.type, oldObject: object.type, authorizer: AUTHORIZER, ...(params && { params: params.type }) },
  });
}
