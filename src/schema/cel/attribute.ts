import { SELECT_COST } from './call-cost.ts';
import { goTypeName } from './go-type-name.ts';
import { charge, type Evaluate, type Frame } from './frame.ts';
import { valueText } from './library/standard.ts';
import {
  celError,
  isError,
  isList,
  isMap,
  isOptional,
  isTagged,
  isUint,
  NO_SUCH_OVERLOAD,
  NONE,
  some,
  typeNameOf,
  type Value,
} from './value.ts';

/** A value and the way from it: `self.a[0].b`. */
export interface Path {
  readonly start:
    | { readonly kind: 'value'; readonly run: Evaluate }
    | { readonly kind: 'choice'; readonly condition: Evaluate; readonly yes: Path; readonly no: Path };
  readonly steps: Step[];
}
/** A selection or an index. */
export interface Step {
  readonly isOptional: boolean;
  /** `has(…)`: the answer is whether the step can be made. */
  readonly isTest: boolean;
  /** The key or index; an error when it cannot be computed. */
  readonly key: Evaluate;
  readonly cost: number;
}

/** The value a path leads to. */
export function runPath(path: Path, frame: Frame): Value {
  const value = follow(path, frame);
  if (path.start.kind === 'value') charge(frame, SELECT_COST);
  return value;
}

/** `has(path)`: the last step of the path is a test. */
export function runTest(path: Path, frame: Frame): Value {
  const value = follow(path, frame);
  return isOptional(value) ? value.value !== undefined : value;
}

/** The same without the cost of its beginning. */
export function follow({ start, steps }: Path, frame: Frame): Value {
  if (start.kind === 'choice') {
    const condition = start.condition(frame);
    if (typeof condition !== 'boolean') return isError(condition) ? condition : NO_SUCH_OVERLOAD;
    return follow(condition ? start.yes : start.no, frame);
  }
  let value = start.run(frame);
  if (isError(value) || steps.length === 0) return value;
  let isOptionalPath = false;
  if (isOptional(value)) {
    if (value.value === undefined) return value;
    value = value.value;
    isOptionalPath = true;
  }
  for (const step of steps) {
    isOptionalPath ||= step.isOptional;
    const key = step.key(frame);
    if (isError(key)) return key;
    if (!isQualifier(key)) return celError(unfitQualifier(key));
    const found = qualify(value, key, isOptionalPath || step.isTest);
    if (found === undefined && isOptionalPath && !step.isTest) return NONE;
    charge(frame, step.cost);
    if (step.isTest) {
      if (found !== undefined && isError(found)) return found;
      if (isOptionalPath) return found === undefined ? NONE : some(true);
      return found !== undefined;
    }
    if (found === undefined || isError(found)) return found ?? NONE;
    value = found;
  }
  return isOptionalPath ? some(value) : value;
}

/** Whether a value can be an index at all. */
export const isQualifier = (key: Value): boolean =>
  typeof key === 'string' || typeof key === 'bigint' || typeof key === 'boolean' || typeof key === 'number' || isUint(key);
export const unfitQualifier = (key: Value): string => `invalid qualifier type: ${goTypeName(key)}`;

/** The member of a map or list; undefined when it is not there and `mayMiss`, else an error. */
function qualify(value: Value, key: Value, mayMiss: boolean): Value | undefined {
  if (isMap(value)) {
    const found = value.find(key);
    return found !== undefined || mayMiss ? found : celError(`no such key: ${valueText(key)}`);
  }
  if (isList(value)) {
    const index = indexOf(key);
    if (index === undefined)
      return celError(
        typeof key === 'number'
          ? `unsupported index value ${valueText(key)} in list`
          : `unsupported index type '${typeNameOf(key)}' in list`,
      );
    if (index >= 0 && index < value.length)
      return value.hasIntIndices && typeof key !== 'bigint' ? celError(`unsupported index type: ${goTypeName(key)}`) : value.at(index);
    return mayMiss ? undefined : celError(`index out of bounds: ${valueText(key)}`);
  }
  if (isTagged(value) && value.kind === 'error') return value;
  return mayMiss ? undefined : celError(`no such key: ${valueText(key)}`);
}

function indexOf(key: Value): number | undefined {
  if (typeof key === 'bigint') return Number(key);
  if (typeof key === 'number') return Number.isInteger(key) ? key : undefined;
  return isUint(key) ? Number(key.value) : undefined;
}
