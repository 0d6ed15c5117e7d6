import type { Change, ReadView } from '../cluster/store.ts';
import type { WorkContext } from './controller.ts';
import type { Work } from './intent.ts';
import type { Watched } from './watchers.ts';

/**
 * A part of the cluster that acts by itself: a controller with its queue, the scheduler, the kubelets. It has state with a lifetime (queues, back-off),
 * so each simulation makes its own with a factory `() => Component`.
 *
 * The engine works in rounds: each component in the list whose `nextAt` has come does one `turn`; its intents are performed and everybody is told what was
 * written. When none has anything to do now, virtual time moves on to the earliest `nextAt`.
 */
export interface Component {
  readonly name: string;
  /** Kinds whose changes it is told. */
  readonly watches: readonly Watched[];
  /** A write has happened; at the start every object there is counts as `added`. Takes notes only. */
  observe(change: Change, view: ReadView, context: WorkContext): void;
  /** Virtual time (milliseconds) at which it has something to do; undefined when only a change can wake it. */
  nextAt(): number | undefined;
  /** The same without what only recurs by the clock: a cluster in which nothing else is left to do is at rest. `revision` is that of the store. Absent where there is no difference. */
  nextInProgressAt?(revision: number): number | undefined;
  /** What it has to do by itself, now or later; absent where nobody can tell more than when. */
  pending?(): readonly PendingKey[];
  /** One unit of work: the keys due now reconciled, one pod scheduled, one pod status posted. Called only when `nextAt` has come; it must then take that work off its list. */
  turn(view: ReadView, context: WorkContext): Work;
}

/** Something that a component has to do without any further change. */
export interface PendingKey {
  /** `namespace/name` or `name`. */
  readonly key: string;
  /** Virtual milliseconds since the epoch. */
  readonly at: number;
}
