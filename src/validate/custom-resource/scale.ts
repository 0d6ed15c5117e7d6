import { invalid, type FieldError } from '../../model/field-error.ts';
import { fieldPath } from '../../model/field-path.ts';
import { sortedGoJson } from '../../model/sorted-json.ts';
import type { CustomResourceSubresourceScale } from '../../model/kinds/apiextensions-v1.ts';
import { type Fields, floatText, goType, isFields, kindOfValue } from '../../schema/crd/value.ts';

const MAX_REPLICAS = 2 ** 31 - 1;

/** That the fields which the `scale` subresource shows hold what a scale can hold. */
export function validateScale(object: Fields, scale: CustomResourceSubresourceScale | undefined): FieldError[] {
  if (!scale) return [];
  return [...validateReplicas(object, scale.specReplicasPath ?? ''), ...validateScaleStatus(object, scale)];
}

/** The same of the fields in status. */
export function validateScaleStatus(object: Fields, scale: CustomResourceSubresourceScale | undefined): FieldError[] {
  if (!scale) return [];
  const { statusReplicasPath = '', labelSelectorPath } = scale;
  return [
    ...validateReplicas(object, statusReplicasPath),
    ...(labelSelectorPath === undefined ? [] : validateSelector(object, labelSelectorPath)),
  ];
}

function validateReplicas(object: Fields, path: string): FieldError[] {
  const at = fieldPath(path);
  const { value, problem = valueProblem(path, value, 'int', 'int64') } = follow(object, path);
  if (problem !== undefined) return [invalid(at, 0, problem)];
  if (value === undefined) return [];
  const replicas = Number(value);
  if (replicas < 0) return [invalid(at, value, 'should be a non-negative integer')];
  return replicas > MAX_REPLICAS ? [invalid(at, value, `should be less than or equal to ${MAX_REPLICAS}`)] : [];
}

function validateSelector(object: Fields, path: string): FieldError[] {
  const { value, problem = valueProblem(path, value, 'string', 'string') } = follow(object, path);
  return problem === undefined ? [] : [invalid(fieldPath(path), '', problem)];
}

/** The value at a path such as `.spec.replicas`, or what of the way there is no object. */
function follow(object: Fields, path: string): { readonly value?: unknown; readonly problem?: string } {
  const names = namesIn(path);
  let at: unknown = object;
  for (const [i, name] of names.entries()) {
    if (at === null) return {};
    if (!isFields(at)) {
      const way = `.${names.slice(0, i + 1).join('.')}`;
      return { problem: `${way} accessor error: ${goText(at)} is of the type ${goType(at)}, expected map[string]interface{}` };
    }
    if (!Object.hasOwn(at, name)) return {};
    at = at[name];
  }
  return { value: at };
}

function valueProblem(path: string, value: unknown, kind: 'int' | 'string', type: string): string | undefined {
  if (value === undefined || kindOfValue(value) === kind) return undefined;
  return `.${namesIn(path).join('.')} accessor error: ${goText(value)} is of the type ${goType(value)}, expected ${type}`;
}

const namesIn = (path: string): string[] => path.replace(/^\./, '').split('.');

/** A value as Go's `%v` prints it. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (isFields(value))
    return `map[${Object.keys(value)
      .sort()
      .map((name) => `${name}:${goText(value[name])}`)
      .join(' ')}]`;
  switch (kindOfValue(value)) {
    case 'null':
      return '<nil>';
    case 'float':
      return floatText(Number(value));
    default:
      return typeof value === 'string' ? value : sortedGoJson(value);
  }
}
