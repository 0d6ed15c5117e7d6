/** What a plugin, or all of them, say of one pod on one node. */
export type Verdict = Fits | Rejection | Failure;

export interface Fits {
  readonly kind: 'fits';
}

/** `unschedulable`: evicting pods may help. `unresolvable`: nothing that preemption can do helps. */
export interface Rejection {
  readonly kind: 'unschedulable' | 'unresolvable';
  readonly reasons: readonly string[];
  /** Name of the plugin that rejected; set by the framework where the plugin has not done so. */
  readonly plugin?: string;
}

/** Something is wrong with the cluster: the attempt ends with the reason `SchedulerError`. */
export interface Failure {
  readonly kind: 'error';
  readonly message: string;
}

export const fits: Fits = { kind: 'fits' };

export const unschedulable = (...reasons: readonly string[]): Rejection => ({ kind: 'unschedulable', reasons });

export const unresolvable = (...reasons: readonly string[]): Rejection => ({ kind: 'unresolvable', reasons });

/** A rejection with the name of the plugin that it comes from. */
export const signed = (plugin: string, rejection: Rejection): Rejection =>
  rejection.plugin === plugin ? rejection : { ...rejection, plugin };

export const failure = (message: string): Failure => ({ kind: 'error', message });

export const isRejection = (verdict: { readonly kind: string }): verdict is Rejection =>
  verdict.kind === 'unschedulable' || verdict.kind === 'unresolvable';
