import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import { isObject } from '../../../model/json.ts';
import { jsonSyntaxProblem, jsonTypeProblem } from '../../shared/json-problem.ts';

const AVOID_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';

/** The controllers whose pods a node would rather not have, as JSON in an annotation. */
export function validateAvoidPods(annotations: Readonly<Record<string, string>> | undefined, at: FieldPath): FieldError[] {
  const text = annotations?.[AVOID_PODS];
  if (!text) return [];
  const refuse = (problem: string): FieldError[] => [invalid(child(at, 'AvoidPods'), AVOID_PODS, problem)];
  const problem = jsonSyntaxProblem(new TextEncoder().encode(text));
  if (problem !== undefined) return refuse(problem);
  const value: unknown = JSON.parse(text);
  if (value === null) return [];
  if (!isObject(value)) return refuse(jsonTypeProblem(value, 'v1.AvoidPods'));
  const entries = Array.isArray(value['preferAvoidPods']) ? value['preferAvoidPods'] : [];
  return entries.flatMap((entry: unknown, i) => validateEntry(entry, index(child(at, AVOID_PODS), i)));
}

function validateEntry(entry: unknown, at: FieldPath): FieldError[] {
  const signature = isObject(entry) ? entry['podSignature'] : undefined;
  const controller = isObject(signature) ? signature['podController'] : undefined;
  if (!isObject(controller)) return [required(child(at, 'PodSignature'))];
  return controller['controller'] === false
    ? [invalid(child(at, 'PodSignature', 'PodController', 'Controller'), false, 'must point to a controller')]
    : [];
}
