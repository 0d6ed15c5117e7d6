import type { ObjectName } from '../network/finding.ts';
import type { PodCount } from './pod-observer.ts';

/** The pods of a workload at a moment of its rollout. */
export interface RolloutStep extends PodCount {
  /** Seconds since the manifests were applied. */
  readonly at: number;
  /** How many pods the workload wants. */
  readonly desired: number;
}

/** The pods of a Job at a moment, as its status counts them. */
export interface JobStep {
  readonly at: number;
  readonly active: number;
  readonly ready: number;
  readonly succeeded: number;
  readonly failed: number;
}

/** Why a rollout is not complete, by upstream's word for it. */
export interface RolloutReason {
  readonly reason: string;
  readonly message: string;
  /** When it came to that, in seconds since the manifests were applied, where that is known. */
  readonly at?: number;
}

export interface RolloutEnd {
  /** `held` by its own settings, `stuck` in a cluster that rests, or still `running` where the preview stopped; `failed` is for Jobs. */
  readonly state: 'complete' | 'held' | 'stuck' | 'running' | 'failed';
  /** When the last of it happened, in seconds since the manifests were applied. */
  readonly at: number;
  /** What keeps it from being complete, the nearest cause first; of one that is, that it missed its deadline on the way. */
  readonly reasons: readonly RolloutReason[];
}

/** A PodDisruptionBudget that had enough healthy pods and then had not. Controllers do not ask budgets when they replace pods. */
export interface BudgetDip {
  readonly namespace: string;
  readonly name: string;
  readonly desired: number;
  /** The fewest healthy pods. */
  readonly lowest: number;
  /** For how many seconds there were too few. */
  readonly below: number;
}

/** How the pods of a workload change while manifests are applied. The first step is how it was before. */
export interface PodRollout {
  readonly workload: ObjectName;
  /** `replaced`: pods went and others came though nobody changed the workload. */
  readonly change: 'created' | 'updated' | 'scaled' | 'replaced' | 'deleted';
  readonly steps: readonly RolloutStep[];
  /** The fewest available pods. */
  readonly minAvailable: number;
  /** How few its strategy lets be available of those that were wanted before and are in the end. */
  readonly allowedAvailable: number;
  /** For how many seconds fewer were available than wanted, and fewer than allowed. */
  readonly belowDesired: number;
  readonly belowAllowed: number;
  /** The most pods beyond those that were wanted before or are in the end. */
  readonly surge: number;
  readonly budgets: readonly BudgetDip[];
  readonly end: RolloutEnd;
}

/** How the pods of a Job come and end. */
export interface JobRun {
  readonly workload: ObjectName & { readonly kind: 'Job' };
  readonly completions: number;
  readonly steps: readonly JobStep[];
  readonly end: RolloutEnd;
}

export type Rollout = PodRollout | JobRun;

export const isJobRun = (rollout: Rollout): rollout is JobRun => 'completions' in rollout;
