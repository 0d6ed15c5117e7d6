import { costOf } from './call-cost.ts';
import type { FunctionDeclaration, Implementation, Overload } from './declarations.ts';
import { charge, type Evaluate } from './frame.ts';
import { DYN, type CelType } from './types.ts';
import { celError, isError, isRuntimeType, keyText, typeNameOf, type CelError, type Value } from './value.ts';
import { EvaluationEnded } from './work-limit.ts';

/** Keys of a list of plain values, so that looking one up takes no time; undefined when it has others. */
export function membership(items: readonly Value[]): ReadonlySet<string> | undefined {
  const keys = items.map((item) => (item instanceof Uint8Array ? undefined : keyText(item)));
  return keys.includes(undefined) ? undefined : new Set(keys.map((key) => key ?? ''));
}
/** Whether a value is one of `members`. */
export function isMember(members: ReadonlySet<string>, value: Value): Value {
  if (isError(value)) return value;
  // servers look values up in a Go map, which takes no slices
  if (value instanceof Uint8Array) throw new EvaluationEnded('internal error: runtime error: hash of unhashable type types.Bytes');
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
  const cost = costOf(name, overload);
  const [first, second] = args;
  if (name === '@not_strictly_false' && first)
    return (frame) => {
      charge(frame, 1);
      return run(first(frame));
    };
  if (args.length === 1 && first && typeof cost === 'number')
    return (frame) => {
      const value = first(frame);
      charge(frame, cost);
      return isError(value) ? value : run(value);
    };
  if (args.length === 2 && first && second && typeof cost === 'number')
    return (frame) => {
      const [a, b] = [first(frame), second(frame)];
      charge(frame, cost);
      return isError(a) ? a : isError(b) ? b : run(a, b);
    };
  return (frame) => {
    const values: Value[] = [];
    let error: CelError | undefined;
    for (const arg of args) {
      const value = arg(frame);
      values.push(value);
      if (!isError(value)) continue;
      // upstream stops at the first error only where there are more than two arguments, and charges nothing then
      if (args.length > 2) return value;
      error ??= value;
    }
    let result: Value | undefined;
    const compute = (): Value => (result ??= error ?? run(...values));
    charge(frame, typeof cost === 'number' ? cost : cost(values, compute));
    return compute();
  };
}

/** What runs a call: the overload that the checker chose, or the first of the function's whose types fit the arguments. */
export function implementationOf(name: string, declaration: FunctionDeclaration | undefined, chosen: Overload | undefined): Implementation {
  const single = declaration?.run;
  if (single && !(chosen?.run && declaration.overloads.includes(chosen))) return single;
  const candidates = (chosen ? [chosen] : (declaration?.overloads ?? [])).filter(({ run }) => run !== undefined);
  const misfit = (args: readonly Value[]): Value =>
    args.find(isError) ?? celError(`no such overload: ${name}(${args.map(typeNameOf).join(', ')})`);
  const [only, ...others] = candidates;
  if (only?.run && others.length === 0) {
    const { run, args: types } = only;
    const [first = DYN, second = DYN] = types;
    // Most functions have one argument or two: such calls are made without lists.
    if (types.length === 1)
      return (a, ...more) => (a !== undefined && more.length === 0 && isRuntimeType(first, a) ? run(a) : misfit(given([a, ...more])));
    if (types.length === 2)
      return (a, b, ...more) => {
        const areFit = a !== undefined && b !== undefined && more.length === 0 && isRuntimeType(first, a) && isRuntimeType(second, b);
        return areFit ? run(a, b) : misfit(given([a, b, ...more]));
      };
    return (...args) => (fits(types, args) ? run(...args) : misfit(args));
  }
  return (...args) => candidates.find((overload) => fits(overload.args, args))?.run?.(...args) ?? misfit(args);
}

const given = (args: readonly (Value | undefined)[]): Value[] => args.filter((arg) => arg !== undefined);

function fits(types: readonly CelType[], args: readonly Value[]): boolean {
  if (types.length !== args.length) return false;
  for (let i = 0; i < types.length; i++) if (!isRuntimeType(types[i] ?? DYN, args[i] ?? null)) return false;
  return true;
}
