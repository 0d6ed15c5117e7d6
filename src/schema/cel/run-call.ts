import { callCost, fixedCostOf } from './call-cost.ts';
import type { FunctionDeclaration, Implementation, Overload } from './declarations.ts';
import { charge, type Evaluate } from './frame.ts';
import { celError, isError, isRuntimeType, keyText, typeNameOf, type CelError, type Value } from './value.ts';

/** Keys of a list of plain values, so that looking one up takes no time; undefined when it has others. */
export function membership(items: readonly Value[]): ReadonlySet<string> | undefined {
  const keys = items.map((item) => (item instanceof Uint8Array ? undefined : keyText(item)));
  return keys.includes(undefined) ? undefined : new Set(keys.map((key) => key ?? ''));
}
/** Whether a value is one of `members`. */
export function isMember(members: ReadonlySet<string>, value: Value): Value {
  if (isError(value)) return value;
  const key = keyText(value);
  return key !== undefined && members.has(key);
}

/** A call to be made: the overload is empty where the checker left it open. */
export interface PlannedCall {
  readonly name: string;
  readonly overload: string;
  readonly args: readonly Evaluate[];
  readonly run: Implementation;
}

/** What makes a call and charges for it. */
export function planCall({ name, overload, args, run }: PlannedCall): Evaluate {
  const isStrict = name !== '@not_strictly_false';
  const fixedCost = fixedCostOf(name, overload);
  return (frame) => {
    const values: Value[] = [];
    let error: CelError | undefined;
    for (const arg of args) {
      const value = arg(frame);
      values.push(value);
      if (!isStrict || !isError(value)) continue;
      // upstream stops at the first error only where there are more than two arguments, and charges nothing then
      if (args.length > 2) return value;
      error ??= value;
    }
    if (fixedCost !== undefined) {
      charge(frame, fixedCost);
      return error ?? run(...values);
    }
    let result: Value | undefined;
    const compute = (): Value => (result ??= error ?? run(...values));
    charge(frame, callCost(name, overload, values, compute));
    return compute();
  };
}

/** What runs a call: the overload that the checker chose, or the first of the function's whose types fit the arguments. */
export function implementationOf(name: string, declaration: FunctionDeclaration | undefined, chosen: Overload | undefined): Implementation {
  const single = declaration?.run;
  if (single && !(chosen?.run && declaration.overloads.includes(chosen))) return single;
  const candidates = (chosen ? [chosen] : (declaration?.overloads ?? [])).filter(({ run }) => run !== undefined);
  return (...args) => {
    const fitting = candidates.find(
      (overload) => overload.args.length === args.length && overload.args.every((type, i) => isRuntimeType(type, args[i] ?? null)),
    );
    if (fitting?.run) return fitting.run(...args);
    const failed = args.find(isError);
    return failed ?? celError(`no such overload: ${name}(${args.map(typeNameOf).join(', ')})`);
  };
}
