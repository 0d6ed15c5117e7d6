import type { ReadView } from '../../cluster/store.ts';
import type { Release } from '../../schema/release.ts';
import type { ResourceClaim } from '../../model/kinds/resource-v1.ts';
import type { ClaimPlan } from '../devices/claim-plan.ts';
import type { Typed } from '../kind.ts';
import type { EventInterest } from './cluster-event.ts';
import type { EqualPods } from './equal-pods.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';
import type { NodeVerdicts } from './node-verdicts.ts';
import type { Failure, Rejection, Verdict } from './verdict.ts';
import type { VolumePlan } from './volume-plan.ts';

export const MAX_NODE_SCORE = 100;

/** What plugins may look at in one scheduling cycle. */
export interface CycleContext {
  readonly release: Release;
  readonly now: number;
  readonly view: ReadView;
  readonly snapshot: Snapshot;
  /** Where the search for feasible nodes begins: each goes on where the one before ended, so that all nodes of large clusters get their chance. */
  readonly nextNode: { index: number };
  /** Which share of the nodes is enough to choose among; 0, or absent, for one that falls as the cluster grows. */
  readonly percentageOfNodesToScore?: number;
  /** Pods that wait for room on this node, in the order of their nomination. */
  nominatedPods(nodeName: string): readonly PodInfo[];
}

/** What a plugin has found out about a pod before nodes are looked at, and how it judges each of them. */
export interface FilterPass {
  /** Only these nodes come into question. */
  readonly nodeNames?: ReadonlySet<string>;
  filter?(node: NodeInfo): Verdict;
  /** A copy that may be told of pods that come and go; a pass without it does not depend on other nodes' pods. */
  fork?(): WhatIfPass;
  /** Scoring that builds on what filtering found. */
  preScore?(nodes: readonly NodeInfo[]): ScorePass | 'skip';
  /** What has to be written before the pod may be bound to the node. */
  reserve?(nodeName: string): Reservation | Failure | undefined;
}

/** What a plugin has set aside for a pod on a node. */
export interface Reservation {
  readonly volumes?: VolumePlan;
  readonly claims?: readonly ClaimPlan[];
}

/** A pass that follows pods being put onto or taken off a node in thought. */
export interface WhatIfPass extends FilterPass {
  addPod(pod: PodInfo, node: NodeInfo): void;
  removePod(pod: PodInfo, node: NodeInfo): void;
  fork(): WhatIfPass;
}

/** What comes of asking a plugin about a pod before nodes are looked at. */
export type PreFilterOutcome = FilterPass | 'skip' | Rejection | Failure;

/** Scores of one plugin for one pod. */
export interface ScorePass {
  score(node: NodeInfo): number;
  /** The same of many, in their order; for a pass that has scores at hand by the positions of the nodes. */
  scoreAll?(nodes: readonly NodeInfo[], positions: readonly number[]): number[];
  /** Brings the scores of all feasible nodes to 0…100; the nodes stand in the order of the scores. */
  normalize?(scores: number[], nodes: readonly NodeInfo[]): void;
}

export interface WeightedPass {
  readonly pass: ScorePass;
  readonly weight: number;
}

/** What a pod that fits nowhere leaves behind. */
export interface FailedCycle {
  readonly pod: PodInfo;
  readonly verdicts: NodeVerdicts;
  /** Passes of the plugins that did not skip. */
  readonly passes: Passes;
  /** Whether a plugin gave up on the pod before the plugins after it could look at it. */
  readonly isAborted: boolean;
  /** The plugin that did. */
  readonly abortedBy?: string | undefined;
  readonly context: CycleContext;
  /** The pods that all filters judge alike; undefined where a filter goes by more than the pod and the node. */
  readonly equals: EqualPods | undefined;
}

/** Passes in the order of the plugins; a plugin that skips has none. */
export type Passes = readonly NamedPass[];

export interface NamedPass {
  /** Name of the plugin. */
  readonly name: string;
  readonly pass: FilterPass;
}

/** What a `postFilter` plugin made of a failure. */
export interface PostFilterOutcome {
  /** Stands after the reasons, as it is. */
  readonly message: string;
  /** The node that room is made on; empty takes an earlier nomination back, undefined leaves it. */
  readonly nominatedNodeName: string | undefined;
  readonly victims: readonly PodInfo[];
  /** A claim whose devices are given back, so that others may be found. */
  readonly deallocates?: Typed<ResourceClaim>;
}

/**
 * A scheduler plugin under upstream's name; it implements only the extension points it needs.
 * State that lives as long as one pod's cycle is in the passes that `preFilter` and `preScore` answer.
 */
export interface Plugin {
  readonly name: string;
  /** Whether the release's default profile has it. */
  enabled?(release: Release): boolean;
  /** Weight of its scores. */
  readonly weight?: number;
  /**
   * All that the plugin goes by in a pod, as JSON, where it goes by nothing else but the node: what it finds out then holds for all pods of which it says the
   * same. Undefined for a pod with which it goes by more; absent where it always does.
   */
  sign?(pod: PodInfo): unknown;
  /** May keep a pod out of the queue. */
  preEnqueue?(pod: PodInfo, view: ReadView): Verdict;
  preFilter?(pod: PodInfo, context: CycleContext): PreFilterOutcome;
  /** The filter of a plugin that finds nothing out before; such a plugin has no `preFilter`. */
  filter?(pod: PodInfo, node: NodeInfo, context: CycleContext): Verdict;
  postFilter?(cycle: FailedCycle): PostFilterOutcome | Failure;
  preScore?(pod: PodInfo, nodes: readonly NodeInfo[], context: CycleContext): ScorePass | 'skip';
  /** What may make a pod schedulable that this plugin rejected. */
  readonly events: readonly EventInterest[];
}

export const isFilterPass = (outcome: PreFilterOutcome): outcome is FilterPass => outcome !== 'skip' && !('kind' in outcome);

/** Scores from 0 up to the highest become 0…100, or 100…0 when fewer is better. */
export function normalizeByMaximum(scores: number[], reverse: boolean): void {
  let maximum = 0;
  for (const score of scores) if (score > maximum) maximum = score;
  if (maximum === 0) {
    scores.fill(reverse ? MAX_NODE_SCORE : 0);
    return;
  }
  for (let i = 0; i < scores.length; i++) {
    const scaled = Math.trunc((MAX_NODE_SCORE * (scores[i] ?? 0)) / maximum);
    scores[i] = reverse ? MAX_NODE_SCORE - scaled : scaled;
  }
}
