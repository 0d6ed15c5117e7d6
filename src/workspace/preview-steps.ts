import type { AdmissionConfiguration } from '../admission/configuration.ts';
import { DEFAULT_NODES } from '../reconcile-preview/default-cluster.ts';
import { previewSteps as runSteps, type StepsResult } from '../reconcile-preview/steps.ts';
import type { SchedulerSetup } from '../model/scheduler-configuration.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import { readDocuments } from '../yaml/read-documents.ts';
import type { SourceFile } from './source-file.ts';

export type { StepsResult };

export interface StepsSettings {
  /** Whether files that bring no node find the default ones. */
  readonly defaultNodes?: boolean;
  readonly admission?: AdmissionConfiguration;
  /** How the scheduler is set up, where it is not as by default. */
  readonly scheduler?: SchedulerSetup | undefined;
}

/**
 * Applies files one after the other to an empty cluster, their documents in the order given; `source` is the file's name in the result.
 * With `defaultNodes`, files that bring no node find the default ones.
 */
export function previewSteps(
  files: readonly SourceFile[],
  registry: SchemaRegistry,
  { defaultNodes = false, admission = {}, scheduler }: StepsSettings = {},
): StepsResult {
  const steps = files.map(({ source, text }) => ({ file: source, documents: readDocuments(source, text) }));
  const bringsNodes = steps.some(({ documents }) => documents.some(({ value }) => value?.kind === 'Node'));
  return runSteps(steps, registry, { nodes: defaultNodes && !bringsNodes ? DEFAULT_NODES : [], admission, scheduler });
}
