import { goQuote } from '../../model/go-text.ts';
import { evaluate } from '../../schema/cel/compile.ts';
import { celError, type MapValue, type Value } from '../../schema/cel/value.ts';
import { startWork } from '../../schema/cel/work-limit.ts';
import type { CompiledExpression, PolicyScope } from './compile-policy.ts';
import type { GivenVariables } from './invocation.ts';

/** The values of variables during one step: those that are given, and those that the policy names, computed when they are first asked for. */
export interface Activation {
  readonly variables: (name: string) => Value | undefined;
  /** What computing the policy's variables has cost since this was last asked. */
  takeCost(): number;
}

/** Begins a step. All that is evaluated in it has to do with the steps of one evaluation, so that many expressions cannot take for ever. */
export function createActivation(given: GivenVariables, { variables: own }: Pick<PolicyScope, 'variables'>): Activation {
  startWork();
  let cost = 0;
  let composed: MapValue | undefined;

  function compute(name: string, { program, error }: CompiledExpression): Value {
    if (!program) return celError(`composited variable ${goQuote(name)} fails to compile: ${error ?? ''}`);
    const result = evaluate(program, variables, { continuesWork: true });
    cost += result.cost;
    return result.error === undefined ? result.value : celError(`composited variable ${goQuote(name)} fails to evaluate: ${result.error}`);
  }
  function compose(): MapValue {
    const computed = new Map<string, Value>();
    function find(key: Value): Value | undefined {
      const expression = typeof key === 'string' ? own.get(key) : undefined;
      if (typeof key !== 'string' || !expression) return undefined;
      let value = computed.get(key);
      if (value === undefined) computed.set(key, (value = compute(key, expression)));
      return value;
    }
    return { kind: 'map', size: own.size, find, keys: () => [...own.keys()], objectType: 'kubernetes.variables' };
  }

  const variables = (name: string): Value | undefined => (name === 'variables' ? (composed ??= compose()) : given(name));
  return {
    variables,
    takeCost() {
      const taken = cost;
      cost = 0;
      return taken;
    },
  };
}
