import type { KubernetesObject } from '../../cluster/object.ts';
import type { ReadView } from '../../cluster/store.ts';
import { REVISION_LABEL } from '../controllers/daemonset/placement.ts';
import { byCreation } from '../controllers/deployment/rollout.ts';
import { controllerOf, ownedObjects } from '../controllers/ownership.ts';
import { equalIgnoreHash } from '../controllers/pod-state.ts';
import { revisionsOf } from '../controllers/revision-history.ts';
import { asKind, draft } from '../kind.ts';
import { DAEMON_SET, DEPLOYMENT, REPLICA_SET, STATEFUL_SET } from '../kinds.ts';
import type { ObjectName } from '../network/finding.ts';
import { isLasting, lastingWorkload, numberAt } from './lasting-workload.ts';
import type { CountingRule } from './pod-observer.ts';

/** How the pods of a workload are told apart by the revision that it has in the end; pods of one that is gone then are all old. */
export function countingRule(workload: ObjectName, end: ReadView): CountingRule {
  const object = lastingWorkload(workload, end);
  if (!object) return { minReadySeconds: 0, isNew: () => !isLasting(workload) };
  return { minReadySeconds: numberAt(object, 'spec', 'minReadySeconds', 0), isNew: newPodsOf(object, end) };
}

function newPodsOf(object: KubernetesObject, view: ReadView): CountingRule['isNew'] {
  const deployment = asKind(object, DEPLOYMENT);
  if (deployment) {
    const sets = ownedObjects(view, REPLICA_SET, deployment).map(draft).sort(byCreation);
    const uid = sets.find(({ spec }) => equalIgnoreHash(spec?.template, deployment.spec?.template))?.metadata.uid;
    return (pod) => uid !== undefined && controllerOf(pod)?.uid === uid;
  }
  const statefulSet = asKind(object, STATEFUL_SET);
  if (statefulSet) return ({ metadata }) => metadata.labels?.[REVISION_LABEL] === statefulSet.status?.updateRevision;
  const daemonSet = asKind(object, DAEMON_SET);
  if (!daemonSet) return () => true;
  const hash = revisionsOf(view, daemonSet).at(-1)?.metadata.labels?.[REVISION_LABEL];
  return ({ metadata }) => metadata.labels?.[REVISION_LABEL] === hash;
}
