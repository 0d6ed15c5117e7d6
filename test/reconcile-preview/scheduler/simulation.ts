import type { Change } from '../../../src/cluster/store.ts';
import { createCluster } from '../../../src/cluster/create-cluster.ts';
import type { KubernetesObject, ObjectKey } from '../../../src/cluster/object.ts';
import type { Component } from '../../../src/reconcile-preview/component.ts';
import type { EventNote, Intent, Outcome } from '../../../src/reconcile-preview/intent.ts';
import { getObject, type Typed } from '../../../src/reconcile-preview/kind.ts';
import { POD } from '../../../src/reconcile-preview/kinds.ts';
import { watchersOf } from '../../../src/reconcile-preview/watchers.ts';
import type { Pod } from '../../../src/model/kinds/core-v1.ts';
import { loadSchemas } from '../../../src/schema/load.ts';
import type { Release } from '../../../src/schema/release.ts';

/** Scheduler and kubelets over a bare store, without an API server: objects are put in as the server would have stored them. */
export interface Simulation {
  readonly events: readonly EventNote[];
  put(...objects: readonly object[]): void;
  remove(key: ObjectKey): void;
  /** Lets the components work until they rest. */
  run(): void;
  pod(name: string, namespace?: string): Typed<Pod>;
  /** Undefined when there is none. */
  find(name: string, namespace?: string): Typed<Pod> | undefined;
}

export function createSimulation(components: readonly Component[], release: Release = '1.37'): Simulation {
  const { store, clock, source } = createCluster({ start: Date.parse('2024-01-01T00:00:00Z') });
  const registry = loadSchemas(release);
  const events: EventNote[] = [];
  const watchers = watchersOf(components, ({ watches }) => watches);
  let seen = store.revision;
  const context = {
    release,
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

  function spread(): void {
    const changes: readonly Change[] = store.changesSince(seen);
    seen = store.revision;
    for (const change of changes) {
      for (const component of watchers(change.object)) component.observe(change, store, context);
    }
  }

  function remove(key: ObjectKey, isForced: boolean): void {
    const object = store.get(key);
    if (!object) return;
    const isBound = key.kind === 'Pod' && Boolean((object as Typed<Pod>).spec?.nodeName);
    if (object.metadata.finalizers?.length || (isBound && !isForced)) {
      store.put({ ...object, metadata: { ...object.metadata, deletionTimestamp: object.metadata.deletionTimestamp ?? clock.timestamp() } });
    } else store.remove(key);
  }

  function perform(intent: Intent): Outcome {
    switch (intent.type) {
      case 'create':
      case 'update':
      case 'updateStatus':
        return { object: store.put(intent.object as KubernetesObject) };
      case 'delete':
        remove(intent.key, intent.options?.gracePeriodSeconds === 0);
        return {};
      case 'bind': {
        const pod = getObject(store, POD, intent.pod.namespace, intent.pod.name);
        if (!pod) return {};
        const status = { ...pod.status, conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime: clock.timestamp() }] };
        delete status.nominatedNodeName;
        return { object: store.put({ ...pod, spec: { ...pod.spec, nodeName: intent.nodeName }, status }) };
      }
      case 'event':
        events.push(intent.event);
        return {};
      default:
        return {};
    }
  }

  return {
    events,
    put(...objects) {
      for (const object of objects as KubernetesObject[]) store.put({ ...object, metadata: { uid: source.uid(), ...object.metadata } });
      spread();
    },
    remove(key) {
      remove(key, true);
      spread();
    },
    run() {
      for (let turns = 0; turns < 10_000; turns++) {
        const due = components.find((component) => (component.nextAt() ?? Infinity) <= clock.now);
        if (due) {
          const work = due.turn(store, context);
          for (let step = work.next(); !step.done;) {
            const outcome = perform(step.value);
            spread();
            step = work.next(outcome);
          }
          continue;
        }
        const next = Math.min(...components.map((component) => component.nextAt() ?? Infinity));
        if (next === Infinity) return;
        clock.advance(next - clock.now);
      }
      throw new Error('the simulation does not come to rest');
    },
    pod(name, namespace = 'default') {
      const pod = getObject(store, POD, namespace, name);
      if (!pod) throw new Error(`no pod ${namespace}/${name}`);
      return pod;
    },
    find: (name, namespace = 'default') => getObject(store, POD, namespace, name),
  };
}
