import type { KubernetesObject } from '../cluster/object.ts';
import type { Change } from '../cluster/store.ts';
import { isObject, own, type Json, type JsonObject } from '../model/json.ts';
import type { EventNote } from './intent.ts';

/** One write of the story: who did what to which object, when and why. */
export interface TimelineEntry {
  /** Milliseconds of virtual time since the epoch. */
  readonly at: number;
  readonly by: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubernetesObject;
  readonly why?: string;
}

/** An event, with how often it happened. */
export interface RecordedEvent extends EventNote {
  readonly by: string;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly count: number;
}

/** Everything that happened in a simulation, in order. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[];
  readonly events: readonly RecordedEvent[];
}

const TYPES = { added: 'ADDED', modified: 'MODIFIED', deleted: 'DELETED' } as const;

/** Collects writes and events; equal events of one object are counted, as clients do. */
export class TimelineRecorder implements Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #events = new Map<string, RecordedEvent>();

  get events(): readonly RecordedEvent[] {
    return [...this.#events.values()];
  }

  write({ type, object }: Change, at: number, by: string, why: string | undefined): void {
    this.entries.push({ at, by, type: TYPES[type], object, ...(why !== undefined && { why }) });
  }

  event(event: EventNote, at: number, by: string): void {
    const { metadata, kind } = event.regarding;
    const subject = metadata.uid ?? `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
    const key = `${by}\n${kind}\n${subject}\n${event.reason}\n${event.message}`;
    const known = this.#events.get(key);
    this.#events.set(key, known ? { ...known, lastAt: at, count: known.count + 1 } : { ...event, by, firstAt: at, lastAt: at, count: 1 });
  }
}

const NOTED = [
  'phase',
  'replicas',
  'updatedReplicas',
  'readyReplicas',
  'availableReplicas',
  'unavailableReplicas',
  'numberReady',
  'desiredNumberScheduled',
  'active',
  'ready',
  'succeeded',
  'failed',
  'currentReplicas',
  'disruptionsAllowed',
] as const;

/** The state of an object in a few words: `spec.replicas=3 replicas=2 readyReplicas=1`, `phase=Running node=worker-1`. */
export function stateNote({ spec, status }: KubernetesObject): string {
  const [wanted, is] = [fields(spec), fields(status)];
  const replicas = own(wanted, 'replicas');
  const nodeName = own(wanted, 'nodeName');
  return [
    ...(replicas === undefined ? [] : [`spec.replicas=${text(replicas)}`]),
    ...NOTED.flatMap((name) => {
      const value = own(is, name);
      return value === undefined || typeof value === 'object' ? [] : [`${name}=${text(value)}`];
    }),
    ...(nodeName ? [`node=${text(nodeName)}`] : []),
  ].join(' ');
}

const fields = (value: unknown): JsonObject => (isObject(value) ? value : {});
const text = (value: Json): string => String(value);
