import type { DeleteOptions } from '../apiserver/api-server.ts';
import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import type { Status } from '../model/status.ts';

/** What happens in a cluster beside writes, as `kubectl get events` tells it. */
export interface EventNote {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly regarding: KubernetesObject;
}

/** Part of every write. */
interface Write {
  /** The reason the timeline shows. */
  readonly why?: string;
  /** A refusal ends the work; a controller's key is then tried again with growing delay, as work queues do after an error. */
  readonly orEnd?: true;
}

/**
 * What a controller, the scheduler or a kubelet wants done. The engine performs it through the API server, so admission has its say.
 * Objects carry the resource version they were read with: a write over a newer version is refused with 409.
 */
export type Intent =
  | (Write & { readonly type: 'create' | 'update' | 'updateStatus' | 'updateApproval'; readonly object: object })
  | (Write & { readonly type: 'delete'; readonly key: ObjectKey; readonly options?: DeleteOptions })
  | (Write & { readonly type: 'bind'; readonly pod: ObjectKey; readonly nodeName: string })
  /** Takes the namespace controller's hold off a namespace that goes, as its `finalize` subresource does. */
  | (Write & { readonly type: 'finalizeNamespace'; readonly name: string })
  | { readonly type: 'event'; readonly event: EventNote }
  /** Controllers: look at this key again after so many milliseconds of virtual time. */
  | { readonly type: 'requeueAfter'; readonly milliseconds: number }
  /** The same where nothing is in progress: a cluster that only waits for such times is at rest. */
  | { readonly type: 'idleFor'; readonly milliseconds: number }
  /** Controllers: the rest of this work is done after so many milliseconds of virtual time; what happens to its key meanwhile is looked at then. */
  | { readonly type: 'pause'; readonly milliseconds: number }
  /** Controllers: this work takes as long as so many turns of the others; what happens to its key meanwhile is looked at together. */
  | { readonly type: 'busyFor'; readonly turns: number }
  /** Controllers: the work on this key failed; it is tried again after 5 ms, doubled each time. */
  | { readonly type: 'retry'; readonly error: string };

/** What became of an intent: the object as it is now stored, or why the server refused. Both are absent for intents that write nothing and for deletes of what is gone. */
export interface Outcome {
  readonly object?: KubernetesObject;
  readonly refusal?: Status;
}

/** Work as a value: yields intents in order, is told the outcome of each, and ends with `T`. It performs nothing by itself. */
export type Work<T = void> = Generator<Intent, T, Outcome>;

/** Performs one intent and answers its outcome, refusals too. */
export function* attempt(intent: Intent): Work<Outcome> {
  return yield intent;
}

/** Creates and answers the object as stored; a refusal ends the work. */
export function* create<T extends object>(object: T, why?: string): Work<T> {
  return stored<T>(yield { type: 'create', object, orEnd: true, ...(why !== undefined && { why }) });
}

/** Replaces and answers the object as stored; a refusal ends the work. */
export function* update<T extends object>(object: T, why?: string): Work<T> {
  return stored<T>(yield { type: 'update', object, orEnd: true, ...(why !== undefined && { why }) });
}

/** Replaces the status and answers the object as stored; a refusal ends the work. */
export function* updateStatus<T extends object>(object: T, why?: string): Work<T> {
  return stored<T>(yield { type: 'updateStatus', object, orEnd: true, ...(why !== undefined && { why }) });
}

// What is stored is what was sent, with defaults: of the same kind and so of the same type.
const stored = <T extends object>(outcome: Outcome): T => outcome.object as unknown as T;

/** Deletes; that it is gone already is no failure. */
export function* remove(key: ObjectKey, options?: DeleteOptions, why?: string): Work<Outcome> {
  return yield { type: 'delete', key, ...(options && { options }), ...(why !== undefined && { why }) };
}

/** Deletes; where that is refused, the work goes on, and the key is tried again. */
export function* removeOrRetry(key: ObjectKey, options?: DeleteOptions, why?: string): Work {
  const { refusal } = yield* remove(key, options, why);
  if (refusal && refusal.code !== 404) yield* retry(refusal.message);
}

export function* bind(pod: ObjectKey, nodeName: string): Work<Outcome> {
  return yield { type: 'bind', pod, nodeName };
}

export function* emit(type: 'Normal' | 'Warning', reason: string, message: string, regarding: KubernetesObject): Work {
  yield { type: 'event', event: { type, reason, message, regarding } };
}

export function* requeueAfter(milliseconds: number): Work {
  yield { type: 'requeueAfter', milliseconds };
}

export function* idleFor(milliseconds: number): Work {
  yield { type: 'idleFor', milliseconds };
}

export function* pause(milliseconds: number): Work {
  yield { type: 'pause', milliseconds };
}

export function* busyFor(turns: number): Work {
  if (turns > 0) yield { type: 'busyFor', turns };
}

export function* retry(error: string): Work {
  yield { type: 'retry', error };
}
