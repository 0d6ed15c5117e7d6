import type { AdmissionConfiguration } from '../admission/configuration.ts';
import type { UserInfo } from '../admission/plugin.ts';
import type { Assumption } from '../reconcile-preview/assumption.ts';
import type { GivenMetric } from '../reconcile-preview/metrics.ts';
import type { WhatIfQuestion } from '../reconcile-preview/what-if/run-what-ifs.ts';
import type { SchemaRegistry } from '../schema/registry.ts';
import type { Definitions } from './neighbours.ts';
import type { SourceFile } from './source-file.ts';

/** What is previewed, and under which conditions. */
export interface PreviewInput {
  readonly registry: SchemaRegistry;
  /** What is applied. */
  readonly files: readonly SourceFile[];
  /** What was applied before, when a change is previewed. */
  readonly against?: readonly SourceFile[];
  /** Nodes and objects that exist. */
  readonly cluster?: readonly SourceFile[];
  readonly admission?: AdmissionConfiguration;
  /** A KubeSchedulerConfiguration, where the scheduler is not set up as by default. */
  readonly schedulerConfig?: SourceFile | undefined;
  /** Keeps the order of the files and of the documents in them. */
  readonly asGiven?: boolean;
  /** CRDs that exist for what the input does not define itself. */
  readonly crds?: Definitions;
  /** Who applies `files`; an administrator where nobody is named. */
  readonly user?: UserInfo | undefined;
  /** What becomes of containers, where they do not simply run. */
  readonly assumptions?: readonly Assumption[];
  /** What pods use, and what else is measured; without any there are no metrics APIs. */
  readonly metrics?: readonly GivenMetric[];
  /** For how many milliseconds the cluster works after what is applied, also at what only recurs by the clock. */
  readonly until?: number | undefined;
  /** What happens to the cluster once it rests. */
  readonly whatIf?: WhatIfQuestion | undefined;
}
