import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { listObjects } from '../kind.ts';
import { DAEMON_SET, JOB, REPLICATION_CONTROLLER, REPLICA_SET, STATEFUL_SET } from '../kinds.ts';
import type { RecordedEvent } from '../timeline.ts';
import { workloadOf } from './workloads.ts';

/** An object that lacks pods, as the API server does not take them. */
export interface StuckCreator {
  readonly creator: KubernetesObject;
  /** The Deployment, or the creator itself. */
  readonly workload: KubernetesObject;
  readonly wanted: number;
  readonly missing: number;
  /** What the API server said last, without the words around it. */
  readonly refusal: string;
}

/** All objects that lack pods because these were refused, ordered by kind, namespace and name. */
export function stuckCreators(view: ReadView, events: readonly RecordedEvent[]): StuckCreator[] {
  const refusals = new Map<string, RecordedEvent>();
  for (const event of events) {
    if (event.reason !== 'FailedCreate') continue;
    const uid = event.regarding.metadata.uid ?? '';
    const known = refusals.get(uid);
    if (!known || known.lastAt <= event.lastAt) refusals.set(uid, event);
  }
  if (refusals.size === 0) return [];
  return countsOf(view).flatMap(({ object, wanted, has }) => {
    const event = refusals.get(object.metadata.uid ?? '');
    if (!event || wanted <= has) return [];
    const workload = object.kind === 'Job' ? object : workloadOf(object, view);
    return [{ creator: object, workload, wanted, missing: wanted - has, refusal: refusalIn(event.message) }];
  });
}

interface PodCount {
  readonly object: KubernetesObject;
  readonly wanted: number;
  readonly has: number;
}

function countsOf(view: ReadView): PodCount[] {
  return [
    ...[REPLICA_SET, REPLICATION_CONTROLLER, STATEFUL_SET].flatMap((kind) =>
      listObjects<{ spec?: { replicas?: number }; status?: { replicas?: number } }>(view, kind).map((object) => ({
        object,
        wanted: object.spec?.replicas ?? 1,
        has: object.status?.replicas ?? 0,
      })),
    ),
    ...listObjects(view, DAEMON_SET).map((object) => ({
      object,
      wanted: object.status?.desiredNumberScheduled ?? 0,
      has: object.status?.currentNumberScheduled ?? 0,
    })),
    ...listObjects(view, JOB).map((object) => {
      const { parallelism = 1, completions = parallelism } = object.spec ?? {};
      const { active = 0, succeeded = 0 } = object.status ?? {};
      const isOver = object.status?.conditions?.some(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
      return { object, wanted: isOver ? 0 : Math.min(parallelism, completions - succeeded), has: active };
    }),
  ];
}

/** `Error creating: pods "x" is forbidden: …` and `create Pod x in StatefulSet y failed error: pods "x" is forbidden: …` without what stands before `pods`. */
const refusalIn = (message: string): string => message.replace(/^(?:Error creating: |create (?:Pod|Claim) .*? failed error: )/, '');
