import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';
import type { NetworkView } from '../reconcile-preview/network/network-view.ts';
import type { ReachMatrix } from '../reconcile-preview/network/reach-matrix.ts';
import type { Rollout } from '../reconcile-preview/rollout/rollout.ts';
import type { StoryLine } from '../reconcile-preview/story.ts';
import type { PreviewTrouble, TroubleTree } from './preview-problems.ts';
import type { WhatIfResult } from './what-if-result.ts';

/** What comes of what was applied. */
export interface PreviewResult {
  /** Refusals and warnings of the API server, and documents that could not be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many documents were accepted, of how many. */
  readonly accepted: number;
  readonly documents: number;
  readonly troubles: readonly PreviewTrouble[];
  /** The same by what it comes of: each root once, the worst first, with what comes of it. */
  readonly roots: readonly TroubleTree[];
  /** Whether the cluster came to rest. */
  readonly settled: boolean;
  /** All objects that resulted, as the API server prints them, ordered by group, kind, namespace, name. */
  readonly objects: readonly JsonObject[];
  /** All objects there are, with those of the cluster. */
  readonly everything: readonly JsonObject[];
  /** Whether nobody brought nodes, so that the default ones were taken. */
  readonly defaultNodes: boolean;
  /** Webhooks that writes would have been sent to, in words, and the objects; what they would have said is open. */
  readonly calls: readonly { readonly webhook: string; readonly objects: readonly string[] }[];
  /** Services, names, routes and policies as the parts of the network see them. */
  readonly network: NetworkView;
  /** Who wrote what, when and why, from when the manifests were applied. */
  readonly story: readonly StoryLine[];
  /** How the pods of each workload that changes go from what they were to what they are. Worked out when somebody asks. */
  readonly rollouts: () => readonly Rollout[];
  /** Who reaches whom, worked out when somebody asks. */
  readonly reach: () => ReachMatrix;
  /** What was assumed of containers, and of how many pods. */
  readonly assumed: readonly { readonly text: string; readonly pods: number }[];
  readonly end: PreviewEnd;
  /** When that was by the cluster's clock, in milliseconds since the epoch. */
  readonly now: number;
  /** What became of all this when something happened to the cluster. */
  readonly whatIf?: WhatIfResult;
}

/** When the cluster came to rest or was stopped. Times are seconds since the manifests were applied. */
export interface PreviewEnd {
  readonly at: number;
  /** Absent where it came to rest: the time that was given to it, the bound of the work, or components that undo each other's work for ever. */
  readonly stoppedBy?: 'time' | 'work' | 'livelock';
  /** What was left to do then. Of a cluster that rests it is what only recurs by the clock. */
  readonly next: readonly { readonly at: number; readonly by: string; readonly key: string }[];
}
