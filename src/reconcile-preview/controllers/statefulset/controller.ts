import { matchesLabelSelector } from '../../../model/label-selector.ts';
import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { requeueAfter, retry } from '../../intent.ts';
import { getObject, type Typed } from '../../kind.ts';
import { POD, STATEFUL_SET } from '../../kinds.ts';
import { ownedOrOrphanedPods, workloadsOfPod } from '../owned-pods.ts';
import { claim } from '../ownership.ts';
import { nextAvailability } from '../pod-state.ts';
import { revisionsOf, truncateHistory } from '../revision-history.ts';
import { parseName, revisionOf } from './identity.ts';
import { managePods } from './pods.ts';
import { syncRevisions } from './revisions.ts';
import { calculateStatus, syncStatus } from './status.ts';
import { takenUpAfter } from '../taken-up.ts';

const isMember = (set: Typed<StatefulSet>, pod: Typed<Pod>): boolean =>
  matchesLabelSelector(set.spec?.selector, pod.metadata.labels) && parseName(pod.metadata.name ?? '')?.parent === set.metadata.name;

/** Keeps numbered pods with volumes of their own, as `statefulset-controller` of kube-controller-manager. */
export const statefulset: Controller = {
  name: 'statefulset-controller',
  watches: [
    { kind: STATEFUL_SET, delay: takenUpAfter },
    { kind: POD, keys: workloadsOfPod(STATEFUL_SET, isMember) },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const set = getObject(view, STATEFUL_SET, namespace, name);
    if (!set) return;
    const pods = yield* claim(set, STATEFUL_SET, ownedOrOrphanedPods(view, set), (pod) => isMember(set, pod));
    const history = revisionsOf(view, set);
    const revisions = yield* syncRevisions(set, history, context);
    if (!revisions) return;
    const going = set.metadata.deletionTimestamp !== undefined;
    const { created, replaced, failure } = going ? { created: [], replaced: 0 } : yield* managePods(set, pods, revisions, view, context);
    const status = calculateStatus(set, [...pods, ...created], revisions, replaced, context.now);
    yield* syncStatus(set, status);
    const live = new Set([revisions.current.metadata.name ?? '', revisions.update.metadata.name ?? '', ...pods.map(revisionOf)]);
    yield* truncateHistory(history, live, set.spec?.revisionHistoryLimit ?? 10);
    if (failure) yield* retry(failure.message);
    const minReadySeconds = set.spec?.minReadySeconds ?? 0;
    if (!failure && minReadySeconds > 0 && (status.readyReplicas ?? 0) !== (status.availableReplicas ?? 0)) {
      yield* requeueAfter(nextAvailability(pods, minReadySeconds, context.now) ?? minReadySeconds * 1000);
    }
  },
};
