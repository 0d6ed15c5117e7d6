import { forbidden, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { PriorityClass } from '../../../model/kinds/scheduling-v1.ts';
import { asJson, optional, requireOneOf } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, immutable, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const SYSTEM_PREFIX = 'system-';
const SYSTEM_CLASSES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);
const HIGHEST_USER_PRIORITY = 1_000_000_000;

export const priorityClassStrategy = defineStrategy<PriorityClass>({
  gvk: { group: 'scheduling.k8s.io', version: 'v1', kind: 'PriorityClass' },
  defaults(object) {
    object.preemptionPolicy ??= 'PreemptLowerPriority';
  },
  prepareForCreate: startGeneration,
  validate: (object) => [
    ...validateObjectMeta(object.metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...validateValue(object),
    ...optional(object.preemptionPolicy, fieldPath('preemptionPolicy'), (policy, at) =>
      requireOneOf(policy, ['PreemptLowerPriority', 'Never'], at),
    ),
  ],
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
    ...((object.value ?? 0) === (old.value ?? 0) ? [] : [forbidden(fieldPath('value'), 'may not be changed in an update.')]),
    ...immutable(object.preemptionPolicy, old.preemptionPolicy, fieldPath('preemptionPolicy'), asJson(object.preemptionPolicy)),
  ],
});

function validateValue({ metadata, value = 0, globalDefault = false }: PriorityClass): FieldError[] {
  const name = metadata?.name ?? '';
  if (!name.startsWith(SYSTEM_PREFIX)) {
    const detail = `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`;
    return value > HIGHEST_USER_PRIORITY ? [forbidden(fieldPath('value'), detail)] : [];
  }
  const problem = systemClassProblem(name, value, globalDefault);
  const detail = `priority class names with '${SYSTEM_PREFIX}' prefix are reserved for system use only. error: ${problem ?? ''}`;
  return problem === undefined ? [] : [forbidden(fieldPath('metadata', 'name'), detail)];
}

function systemClassProblem(name: string, value: number, globalDefault: boolean): string | undefined {
  const expected = SYSTEM_CLASSES.get(name);
  if (expected === undefined) return `${name} is not a known system priority class`;
  if (value !== expected) return `value of ${name} PriorityClass must be ${expected}`;
  return globalDefault ? `globalDefault of ${name} PriorityClass must be false` : undefined;
}
