import { goQuote } from '../../model/go-text.ts';
import { evaluate } from '../../schema/cel/compile.ts';
import { celError, type MapValue, type Value } from '../../schema/cel/value.ts';
import type { CompiledExpression, PolicyScope } from './compile-policy.ts';

/** The values of variables during one step: those that are given, and those that the policy names, computed when they are first asked for. */
export interface Activation {
  readonly variables: (name: string) => Value | undefined;
  /** What computing the policy's variables has cost since this was last asked. */
  takeCost(): number;
}

/** The variables that do not come from the policy: values, or how to make them. */
export type GivenVariables = Readonly<Record<string, () => Value>>;

export function createActivation(given: GivenVariables, { variables: own }: Pick<PolicyScope, 'variables'>): Activation {
  const made = new Map<string, Value>();
  const computed = new Map<string, Value>();
  let cost = 0;

  function compute(name: string, { program, error }: CompiledExpression): Value {
    if (!program) return celError(`composited variable ${goQuote(name)} fails to compile: ${error ?? ''}`);
    const result = evaluate(program, variables);
    cost += result.cost;
    return result.error === undefined ? result.value : celError(`composited variable ${goQuote(name)} fails to evaluate: ${result.error}`);
  }
  function find(key: Value): Value | undefined {
    const expression = typeof key === 'string' ? own.get(key) : undefined;
    if (typeof key !== 'string' || !expression) return undefined;
    let value = computed.get(key);
    if (value === undefined) computed.set(key, (value = compute(key, expression)));
    return value;
  }
  const composed: MapValue = { kind: 'map', size: own.size, find, keys: () => [...own.keys()], objectType: 'kubernetes.variables' };

  function variables(name: string): Value | undefined {
    if (name === 'variables') return composed;
    const known = made.get(name);
    if (known !== undefined || !Object.hasOwn(given, name)) return known;
    const value = given[name]?.();
    if (value !== undefined) made.set(name, value);
    return value;
  }
  return {
    variables,
    takeCost() {
      const taken = cost;
      cost = 0;
      return taken;
    },
  };
}
