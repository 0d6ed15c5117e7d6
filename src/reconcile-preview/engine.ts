import type { Answer, ApiServer, DeleteOptions, WriteOptions } from '../apiserver/api-server.ts';
import { ADMINISTRATOR } from '../apiserver/start-write.ts';
import type { ObjectKey } from '../cluster/object.ts';
import type { Change } from '../cluster/store.ts';
import type { UserInfo } from '../apiserver/users.ts';
import { compareText, isObject, type JsonObject } from '../model/json.ts';
import type { Component, PendingKey } from './component.ts';
import type { WorkContext } from './controller.ts';
import type { Intent, Outcome, Work } from './intent.ts';
import { without } from '../model/without.ts';
import { NAMESPACE } from './kinds.ts';
import { requestUser } from './request-user.ts';
import { TimelineRecorder, type Timeline } from './timeline.ts';
import { watchersOf } from './watchers.ts';

/** How long to let a cluster work. Times are virtual milliseconds. */
export interface RunOptions {
  /** Stop when nothing was written for this long, or will be; without it only when nothing is left to do. */
  readonly quietFor?: number;
  /** When it was or will be quiet for that long, time moves on only by so much, and what nobody waits for may come later. */
  readonly pause?: number;
  /** Stop after this long, settled or not. */
  readonly limit?: number;
  /** Stop after so many units of work. */
  readonly maxTurns?: number;
  /** Let what only recurs by the clock happen as well, until the limit. */
  readonly recurring?: boolean;
}

export interface RunResult {
  /** Whether the cluster came to rest. */
  readonly settled: boolean;
  readonly turns: number;
  /** What came first where something was left to do: the limit of time, that of work, or components that undo each other's work for ever. */
  readonly stoppedBy?: 'time' | 'work' | 'livelock';
}

/** Something left to do in a cluster. */
export interface Pending extends PendingKey {
  readonly by: string;
}

/** A simulated cluster that works: what is written through `server` or `act` makes controllers, scheduler and kubelets act in turn. */
export interface Engine {
  readonly server: ApiServer;
  readonly timeline: Timeline;
  /** Lets someone outside write; the timeline notes the writes as theirs. */
  act<T>(by: string, write: (server: ApiServer) => T): T;
  /** The same for what components could do as well. */
  perform(by: string, intent: Intent): Outcome;
  /** Lets the cluster work until it rests. */
  run(options?: RunOptions): RunResult;
  /** What is left to do, what recurs among it, the earliest first. */
  pending(): readonly Pending[];
}

const DEFAULT_MAX_TURNS = 1_000_000;
/** So many writes at one instant, and so many more for each object there is, are taken for components that undo each other's work for ever. */
const LIVELOCK_WRITES = 2000;
const LIVELOCK_WRITES_PER_OBJECT = 50;
/** A virtual day. */
const DEFAULT_LIMIT = 24 * 60 * 60 * 1000;

/**
 * The loop of a simulated cluster. Components work in rounds, one turn each in the order of the list, so equal input gives equal output and nobody runs
 * far ahead of the others, as the real ones work side by side. Time stands still while there is work and then moves to where the next is due.
 */
export function createEngine(server: ApiServer, components: readonly Component[]): Engine {
  const { cluster, registry } = server;
  const { store, clock, source } = cluster;
  const timeline = new TimelineRecorder();
  const watchers = watchersOf(components, ({ watches }) => watches);
  let seen = store.revision;
  let lastWrite = clock.now;
  /** Where the log of writes stood when time last moved. */
  let instant = store.revision;
  let mayWrite = LIVELOCK_WRITES;

  const context: WorkContext = {
    release: registry.release,
    registry,
    source,
    get now() {
      return clock.now;
    },
    get revision() {
      return store.revision;
    },
    timestamp: () => clock.timestamp(),
    microTimestamp: () => clock.microTimestamp(),
  };

  for (const object of store.all()) {
    tell({ type: 'added', revision: seen, object, before: undefined });
  }

  function tell(change: Change): void {
    for (const component of watchers(change.object)) component.observe(change, store, context);
  }

  /** Notes what was written since the last time as the work of `by`, and wakes who watches. */
  function spread(by: string, why: string | undefined): void {
    if (store.revision === seen) return;
    const changes = store.changesSince(seen);
    seen = store.revision;
    lastWrite = clock.now;
    for (const change of changes) {
      timeline.write(change, clock.now, by, why);
      tell(change);
    }
  }

  function perform(component: Component, work: Work): void {
    for (let step = work.next(); !step.done;) {
      const intent: Intent = step.value;
      const outcome = carryOut(intent, server, requestUser(component.name, intent, store));
      if (intent.type === 'event') timeline.event(intent.event, clock.now, component.name);
      spread(component.name, whyOf(intent));
      step = 'orEnd' in intent && outcome.refusal ? work.return() : work.next(outcome);
    }
  }

  function isLivelocked(): boolean {
    const writes = store.revision - instant;
    if (writes <= mayWrite) return false;
    // Counting objects takes time: the limit is only worked out again when it is reached.
    mayWrite = LIVELOCK_WRITES + LIVELOCK_WRITES_PER_OBJECT * store.all().length;
    return writes > mayWrite;
  }

  /** One turn for each component that has work now; answers how many had. */
  function round(): number {
    let turns = 0;
    for (const component of components) {
      if ((component.nextAt() ?? Infinity) > clock.now) continue;
      perform(component, component.turn(store, context));
      turns += 1;
    }
    return turns;
  }

  return {
    server,
    timeline,
    act(by, write) {
      const result = write(server);
      spread(by, undefined);
      return result;
    },
    perform(by, intent) {
      const outcome = carryOut(intent, server, ADMINISTRATOR);
      spread(by, whyOf(intent));
      return outcome;
    },
    run({ quietFor = Infinity, pause = quietFor, limit = DEFAULT_LIMIT, maxTurns = DEFAULT_MAX_TURNS, recurring = false } = {}) {
      const end = clock.now + limit;
      lastWrite = clock.now;
      for (let turns = 0; ;) {
        const stoppedBy = turns >= maxTurns ? 'work' : isLivelocked() ? 'livelock' : undefined;
        if (stoppedBy) {
          instant = store.revision;
          return { settled: false, turns, stoppedBy };
        }
        const worked = round();
        turns += worked;
        if (worked > 0) continue;
        const next = Math.min(...components.map((component) => component.nextAt() ?? Infinity));
        const inProgress = Math.min(
          ...components.map((component) => (component.nextInProgressAt ?? component.nextAt).call(component, store.revision) ?? Infinity),
        );
        if ((recurring ? next : inProgress) === Infinity && quietFor === Infinity) return { settled: true, turns };
        const quiet = inProgress >= lastWrite + quietFor ? Math.max(clock.now, lastWrite + pause) : Infinity;
        const at = Math.min(next, quiet, end);
        if (at > clock.now) {
          clock.advance(at - clock.now);
          instant = store.revision;
        }
        if (at === quiet) return { settled: true, turns };
        if (at === end) return { settled: inProgress === Infinity, turns, stoppedBy: 'time' };
      }
    },
    pending: () =>
      components
        .flatMap((component) => pendingOf(component).map((pending) => ({ by: component.name, ...pending })))
        .sort((a, b) => a.at - b.at || compareText(a.by, b.by) || compareText(a.key, b.key)),
  };
}

function pendingOf(component: Component): readonly PendingKey[] {
  if (component.pending) return component.pending();
  const at = component.nextAt();
  return at === undefined ? [] : [{ key: '', at }];
}

const whyOf = (intent: Intent): string | undefined => ('why' in intent ? intent.why : undefined);

function carryOut(intent: Intent, server: ApiServer, user: UserInfo): Outcome {
  const options: WriteOptions = { user, isTrusted: true };
  switch (intent.type) {
    case 'create':
      return outcomeOf(server.create(body(intent.object), options));
    case 'update':
      return outcomeOf(server.replace(body(intent.object), options));
    case 'updateStatus':
      return outcomeOf(server.replaceStatus(body(intent.object), options));
    case 'updateApproval':
      return outcomeOf(server.replaceSubresource(body(intent.object), 'approval'));
    case 'bind':
      return outcomeOf(server.bind(intent.pod, intent.nodeName));
    case 'delete':
      return remove(intent.key, server, { ...options, ...intent.options });
    case 'finalizeNamespace':
      return finalizeNamespace(intent.name, server);
    case 'event':
    case 'requeueAfter':
    case 'idleFor':
    case 'pause':
    case 'busyFor':
    case 'retry':
      return {};
  }
}

/** That something is gone already is no failure. */
function remove(key: ObjectKey, server: ApiServer, options: WriteOptions & DeleteOptions): Outcome {
  const existing = server.cluster.store.get(key);
  return existing ? outcomeOf(server.delete(body(existing), options)) : {};
}

function finalizeNamespace(name: string, server: ApiServer): Outcome {
  const key = { ...NAMESPACE, namespace: '', name };
  const namespace = server.cluster.store.get(key);
  if (!namespace) return {};
  const { store } = server.cluster;
  const object = store.put({ ...namespace, spec: isObject(namespace.spec) ? without(namespace.spec, 'finalizers') : {} });
  if (object.metadata.deletionTimestamp !== undefined && !object.metadata.finalizers?.length) store.remove(key);
  return { object };
}

// Objects of the generated types are JSON; only their optional fields differ for the compiler.
const body = (object: object): JsonObject => object as JsonObject;

function outcomeOf(answer: Answer): Outcome {
  switch (answer.verdict) {
    case 'accepted':
      return { object: answer.object };
    case 'rejected':
      return { refusal: answer.status };
    case 'unknown-kind':
      return {
        refusal: {
          kind: 'Status',
          apiVersion: 'v1',
          metadata: {},
          status: 'Failure',
          message: answer.error,
          reason: 'NotFound',
          code: 404,
        },
      };
  }
}
