import { invariant } from '../../model/invariant.ts';
import { follow, isQualifier, runPath, runTest, unfitQualifier, type Path, type Step } from './attribute.ts';
import { LIST_COST, MAP_COST, SELECT_COST, STRUCT_COST } from './call-cost.ts';
import type { Checked, CheckEnvironment } from './check.ts';
import type { Overload } from './declarations.ts';
import type { CallExpr, Expr, FoldExpr, ListExpr, MapExpr, SelectExpr, StructExpr } from './expr.ts';
import { charge, isLazy, type Evaluate } from './frame.ts';
import { goTypeName } from './go-type-name.ts';
import { valueText } from './library/standard.ts';
import { compileRegex } from './regex.ts';
import { implementationOf, isMember, membership, planCall as planFunctionCall } from './run-call.ts';
import {
  celError, elementsOf, isError, isList, isMap, isOptional, listOf, mapOf, NO_SUCH_OVERLOAD, typeValue, type CelError, type Value,
} from './value.ts'; // prettier-ignore
import { spend } from './work-limit.ts';

/** A planned expression. */
interface Plan {
  readonly run: Evaluate;
  /** What does not depend on variables. */
  readonly constant?: Value;
  /** A name or value with selections that are still to be made; more can be added. */
  readonly path?: Path;
}

/** A program that cannot be made: a conversion of a literal that fails, a pattern that is none, a type that is no value. */
export class PlanError extends Error {}

const CONVERSIONS = new Set(['bool', 'bytes', 'double', 'duration', 'dyn', 'int', 'string', 'timestamp', 'type', 'uint']);
const PATTERN_FUNCTIONS = new Set(['matches', 'find', 'findAll']);

/** Makes an expression ready to be evaluated, as upstream's planner does; costs are charged as its observer does. */
export function plan({ expr, references }: Checked, environment: CheckEnvironment): Evaluate {
  const slots = new Map<string, number[]>();
  let slotCount = 0;

  const fixed = (value: Value): Plan => ({ run: () => value, constant: value });
  const ofPath = (path: Path): Plan => ({ run: (frame) => runPath(path, frame), path });
  const pathOf = ({ path, run }: Plan): Path => path ?? { start: { kind: 'value', run }, steps: [] };

  function planExpr(at: Expr): Plan {
    switch (at.kind) {
      case 'constant':
        return fixed(at.value);
      case 'ident':
        return planName(at.id, at.name);
      case 'select':
        return planSelect(at);
      case 'call':
        return planCall(at);
      case 'list':
        return planList(at);
      case 'map':
        return planMap(at);
      case 'struct':
        return planStruct(at);
      case 'fold':
        return planFold(at);
      case 'none':
        return fixed(celError('unsupported expr'));
    }
  }
  function planName(id: number, name: string): Plan {
    const reference = references[id];
    if (reference?.kind === 'type') {
      // types of objects have fields, but are no values
      const isMessage = environment.messages.get(reference.name)?.type.kind === 'struct';
      if (!isMessage && !environment.types.has(reference.name)) throw new PlanError(`reference to undefined type: ${reference.name}`);
      return fixed(typeValue(reference.name));
    }
    if (reference?.kind === 'constant') return fixed(reference.value);
    const slot = reference?.kind === 'variable' && reference.isLocal ? slots.get(reference.name)?.at(-1) : undefined;
    const known = reference?.kind === 'variable' ? reference.name : name;
    const missing = celError(`no such attribute(s): ${known}`);
    const run: Evaluate =
      slot === undefined
        ? (frame) => {
            const value = frame.variables(known);
            return value === undefined ? missing : value;
          }
        : (frame) => {
            const value = frame.slots[slot];
            if (!isLazy(value)) return value === undefined ? missing : value;
            const computed = value.compute();
            frame.slots[slot] = computed;
            return computed;
          };
    return ofPath({ start: { kind: 'value', run }, steps: [] });
  }
  function extend(operand: Plan, step: Step): Path {
    const path = pathOf(operand);
    const add = (to: Path): void => {
      if (to.start.kind === 'choice') {
        add(to.start.yes);
        add(to.start.no);
      } else to.steps.push(step);
    };
    add(path);
    return path;
  }
  function planSelect({ id, operand, field, isTest }: SelectExpr): Plan {
    if (references[id]) return planName(id, field);
    const path = extend(planExpr(operand), { isOptional: false, isTest, key: () => field, cost: SELECT_COST });
    return isTest ? { run: (frame) => runTest(path, frame) } : ofPath(path);
  }
  function planIndex({ args: [operand, index] }: CallExpr, isOptional: boolean): Plan {
    invariant(operand && index, 'an index has two arguments');
    const inner = planExpr(operand);
    const key = planExpr(index);
    if (key.constant !== undefined && !isQualifier(key.constant)) throw new PlanError(unfitQualifier(key.constant));
    if (key.constant !== undefined) return ofPath(extend(inner, { isOptional, isTest: false, key: key.run, cost: SELECT_COST }));
    const path = pathOf(key);
    const cost = path.start.kind === 'choice' ? 0 : SELECT_COST;
    return ofPath(extend(inner, { isOptional, isTest: false, key: (frame) => follow(path, frame), cost }));
  }
  function planCall(call: CallExpr): Plan {
    const reference = references[call.id];
    const name = reference?.kind === 'overloads' ? reference.functionName : call.name;
    const overloads = reference?.kind === 'overloads' ? reference.overloads : [];
    switch (name) {
      case '_&&_':
      case '_||_':
        return planLogical(call, name === '_||_');
      case '_?_:_':
        return planChoice(call);
      case '_[_]':
        return planIndex(call, false);
      case '_[?_]':
      case '_?._':
        return planIndex(call, true);
    }
    const isMember = call.target !== undefined && (overloads[0]?.isMember ?? true);
    const args = [...(call.target && isMember ? [call.target] : []), ...call.args].map(planExpr);
    if (name === 'or' || name === 'orValue') return planAlternative(args, name === 'orValue');
    return planFunction(name, overloads, args);
  }
  function planLogical({ args }: CallExpr, decisive: boolean): Plan {
    const terms = args.map((arg) => planExpr(arg).run);
    return {
      run: (frame) => {
        let error: CelError | undefined;
        for (const term of terms) {
          const value = term(frame);
          if (value === decisive) return decisive;
          if (typeof value !== 'boolean') error ??= isError(value) ? value : NO_SUCH_OVERLOAD;
        }
        return error ?? !decisive;
      },
    };
  }
  function planChoice({ args: [condition, yes, no] }: CallExpr): Plan {
    invariant(condition && yes && no, 'a choice has three arguments');
    return ofPath({
      start: { kind: 'choice', condition: planExpr(condition).run, yes: pathOf(planExpr(yes)), no: pathOf(planExpr(no)) },
      steps: [],
    });
  }
  function planAlternative([first, second]: readonly Plan[], unwraps: boolean): Plan {
    invariant(first && second, 'or has two arguments');
    return {
      run: (frame) => {
        const value = first.run(frame);
        if (isError(value)) return value;
        if (!isOptional(value)) return NO_SUCH_OVERLOAD;
        if (value.value === undefined) return second.run(frame);
        return unwraps ? value.value : value;
      },
    };
  }
  function planFunction(name: string, overloads: readonly Overload[], args: readonly Plan[]): Plan {
    const declaration = environment.functions.get(name);
    const [only] = overloads;
    const id = name === '_==_' ? 'equals' : name === '_!=_' ? 'not_equals' : overloads.length === 1 ? (only?.id ?? '') : '';
    const [first, second] = args;
    if (id === 'in_list' && first && second?.constant !== undefined && isList(second.constant)) {
      const members = membership(elementsOf(second.constant));
      if (members) return members.size === 0 ? fixed(false) : { run: (frame) => isMember(members, first.run(frame)) };
    }
    const implementation = implementationOf(name, declaration, overloads.length === 1 ? only : undefined);
    if (args.length === 1 && first?.constant !== undefined && CONVERSIONS.has(name)) {
      const value = implementation(first.constant);
      if (isError(value)) throw new PlanError(value.message);
      return fixed(value);
    }
    if (PATTERN_FUNCTIONS.has(name) && typeof second?.constant === 'string') {
      const regex = compileRegex(second.constant);
      if ('error' in regex) throw new PlanError(regex.error);
    }
    return { run: planFunctionCall({ name, overload: id, args: args.map(({ run }) => run), run: implementation }) };
  }
  function planList({ elements, optional }: ListExpr): Plan {
    const plans = elements.map(planExpr);
    const run: Evaluate = (frame) => {
      const items: Value[] = [];
      for (const [i, element] of plans.entries()) {
        const value = element.run(frame);
        if (isError(value)) return value;
        if (!optional.has(i)) items.push(value);
        else if (!isOptional(value)) return celError(`cannot initialize optional list element from non-optional value ${valueText(value)}`);
        else if (value.value !== undefined) items.push(value.value);
      }
      return listOf(items);
    };
    return constructed(plans, run, LIST_COST);
  }
  function planMap({ entries }: MapExpr): Plan {
    const plans = entries.map(({ key, value, isOptional: optional }) => ({ key: planExpr(key), value: planExpr(value), optional }));
    const run: Evaluate = (frame) => {
      const items: [Value, Value][] = [];
      for (const { key, value, optional } of plans) {
        const [name, item] = [key.run(frame), value.run(frame)];
        if (isError(name)) return name;
        if (isError(item)) return item;
        if (!optional) items.push([name, item]);
        else if (!isOptional(item))
          return celError(`cannot initialize optional entry '${valueText(name)}' from non-optional value ${valueText(item)}`);
        else if (item.value !== undefined) items.push([name, item.value]);
      }
      return mapOf(items);
    };
    return constructed(plans.flatMap(({ key, value }) => [key, value]), run, MAP_COST); // prettier-ignore
  }
  /** A literal: computed at once when all its parts are constant. */
  function constructed(parts: readonly Plan[], run: Evaluate, cost: number): Plan {
    if (parts.every(({ constant }) => constant !== undefined))
      return fixed(run({ variables: () => undefined, slots: [], cost: 0, limit: Infinity }));
    return {
      run: (frame) => {
        const value = run(frame);
        charge(frame, cost);
        return value;
      },
    };
  }
  function planStruct({ id, fields, typeName }: StructExpr): Plan {
    const reference = references[id];
    const name = reference?.kind === 'type' ? reference.name : typeName;
    const message = environment.provider.hasType(name) ? undefined : environment.messages.get(name);
    const plans = fields.map((field) => ({ field: field.name, value: planExpr(field.value), optional: field.isOptional }));
    return {
      run: (frame) => {
        const items: [string, Value][] = [];
        for (const { field, value, optional } of plans) {
          const item = value.run(frame);
          if (isError(item)) return item;
          if (!optional) items.push([field, item]);
          else if (!isOptional(item))
            return celError(`cannot initialize optional entry '${field}' from non-optional value ${valueText(item)}`);
          else if (item.value !== undefined) items.push([field, item.value]);
        }
        charge(frame, STRUCT_COST);
        return message ? message.make(new Map(items)) : mapOf(items, name);
      },
    };
  }
  function planFold(fold: FoldExpr): Plan {
    const initial = planExpr(fold.initial).run;
    const range = planExpr(fold.range).run;
    const names = [fold.accumulator, fold.variable, ...(fold.variable2 === undefined ? [] : [fold.variable2])];
    const [accumulator = 0, first = 0, second] = names.map((name) => {
      const slot = slotCount++;
      slots.set(name, [...(slots.get(name) ?? []), slot]);
      return slot;
    });
    const condition = planExpr(fold.condition).run;
    const step = planExpr(fold.step).run;
    for (const name of names.slice(1)) slots.get(name)?.pop();
    const result = planExpr(fold.result).run;
    slots.get(fold.accumulator)?.pop();
    return {
      run: (frame) => {
        const values = range(frame);
        if (isError(values)) return values;
        if (!isList(values) && !isMap(values))
          return celError(
            second === undefined
              ? `got '${goTypeName(values)}', expected iterable type`
              : `unsupported comprehension range type: ${goTypeName(values)}`,
          );
        frame.slots[accumulator] = { compute: () => initial(frame) };
        const keys = isMap(values) ? values.keys() : undefined;
        const length = keys?.length ?? (isList(values) ? values.length : 0);
        for (let i = 0; i < length; i++) {
          spend(1);
          const item = keys ? (keys[i] ?? null) : isList(values) ? values.at(i) : null;
          if (second === undefined) frame.slots[first] = item;
          else {
            frame.slots[first] = keys ? item : BigInt(i);
            frame.slots[second] = keys && isMap(values) ? (values.find(item) ?? null) : item;
          }
          if (condition(frame) === false) break;
          frame.slots[accumulator] = step(frame);
        }
        return result(frame);
      },
    };
  }
  return planExpr(expr).run;
}
