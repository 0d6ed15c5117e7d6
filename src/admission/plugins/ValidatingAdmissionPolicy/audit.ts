import type { KubernetesObject } from '../../../cluster/object.ts';
import { goJson } from '../../../model/go-text.ts';
import type { AdmissionContext } from '../../plugin.ts';
import type { Annotation } from './decide.ts';

/** A refusal that a binding wants to see in the audit log, as the log has it. */
export interface AuditFailure {
  readonly message: string;
  readonly policy: string;
  readonly binding: string;
  readonly expressionIndex: number;
  readonly validationActions: readonly string[];
}

const MAX_FAILURES = 50;
const MAX_VALUE_LENGTH = 10 * 1024;

/** Annotates the audit event with refusals, all policies' together. */
export function publishFailures(failures: readonly AuditFailure[], context: AdmissionContext): void {
  if (failures.length > 0)
    context.annotate('validation.policy.admission.k8s.io/validation_failure', goJson(failures.slice(0, MAX_FAILURES)));
}

/** Annotates the audit event with a policy's own annotations; different values of several bindings or parameters are listed. */
export function publishAnnotations({ metadata }: KubernetesObject, annotations: readonly Annotation[], context: AdmissionContext): void {
  const values = new Map<string, Set<string>>();
  for (const { key, value } of annotations) values.set(key, (values.get(key) ?? new Set()).add(value.slice(0, MAX_VALUE_LENGTH)));
  for (const [key, all] of values) context.annotate(`${metadata.name ?? ''}/${key}`, [...all].join(', '));
}
