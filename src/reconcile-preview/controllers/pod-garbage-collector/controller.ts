import type { Change, ReadView } from '../../../cluster/store.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { remove, updateStatus, type Work } from '../../intent.ts';
import { getObject, listObjects, objectKey, type Typed } from '../../kind.ts';
import { NODE, POD } from '../../kinds.ts';

/** A node that is gone may come back for so long. */
const QUARANTINE = 40_000;

/**
 * Removes pods whose node is gone, as `pod-garbage-collector-controller` of kube-controller-manager. That more than 12,500 pods have ended is left to others.
 * Waiting for it does not keep a cluster from being at rest.
 */
export const podGarbageCollector: Controller = {
  name: 'pod-garbage-collector-controller',
  watches: [
    {
      kind: POD,
      keys: ({ type, object }, view) => (type !== 'deleted' && isOrphan(object as Typed<Pod>, view) ? [keyOf(object)] : []),
      delay: QUARANTINE,
      idle: true,
    },
    { kind: NODE, keys: podsOfLostNode, delay: QUARANTINE, idle: true },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const pod = getObject(view, POD, namespace, name);
    if (pod && isOrphan(pod, view)) yield* failAndDelete(pod, context);
  },
};

const isOrphan = ({ spec }: Typed<Pod>, view: ReadView): boolean =>
  Boolean(spec?.nodeName) && !getObject(view, NODE, '', spec?.nodeName ?? '');

function podsOfLostNode({ type, object }: Change, view: ReadView): readonly string[] {
  if (type !== 'deleted') return [];
  return listObjects(view, POD)
    .filter(({ spec }) => spec?.nodeName === object.metadata.name)
    .map(keyOf);
}

function* failAndDelete(pod: Typed<Pod>, context: WorkContext): Work {
  if (pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed') {
    const { generation } = pod.metadata;
    const condition = {
      type: 'DisruptionTarget',
      status: 'True',
      lastTransitionTime: context.timestamp(),
      reason: 'DeletionByPodGC',
      message: 'PodGC: node no longer exists',
      ...(generation !== undefined && { observedGeneration: generation }),
    };
    const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
    yield* updateStatus({ ...pod, status: { ...pod.status, phase: 'Failed', conditions: [...others, condition] } }, 'its node is gone');
  }
  yield* remove(objectKey(POD, pod), { gracePeriodSeconds: 0 }, 'its node is gone');
}
