import { fieldPath } from '../../model/field-path.ts';
import type { PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import { nameWarnings, podWarnings } from './pod-spec/warnings.ts';

interface Workload {
  metadata?: ObjectMeta;
  spec?: { template?: PodTemplateSpec };
}

/** Warnings about a workload whose pods get names from its own; about a changed one only when its generation has been counted. */
export function workloadWarnings(workload: Workload, old: Workload | undefined): string[] {
  const template = (): string[] => podWarnings(workload.spec?.template ?? {}, fieldPath('spec', 'template'));
  if (old) return workload.metadata?.generation === old.metadata?.generation ? [] : template();
  return [...nameWarnings(workload.metadata?.name ?? '', 'Pod names and hostnames'), ...template()];
}
