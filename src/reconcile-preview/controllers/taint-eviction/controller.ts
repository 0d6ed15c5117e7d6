import type { Change, ReadView } from '../../../cluster/store.ts';
import type { Pod, PodCondition, Taint, Toleration } from '../../../model/kinds/core-v1.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { emit, remove, requeueAfter, updateStatus } from '../../intent.ts';
import { asKind, getObject, listObjects, objectKey, type Typed } from '../../kind.ts';
import { NODE, POD } from '../../kinds.ts';
import { withCondition } from '../../scheduler/pod-condition.ts';
import { tolerates } from '../../scheduler/taints.ts';
import { podCondition } from '../pod-state.ts';
import { TWO_REQUESTS } from '../taken-up.ts';

const WHY = 'its node has a NoExecute taint that it does not tolerate';
const DISRUPTION: PodCondition = {
  type: 'DisruptionTarget',
  status: 'True',
  reason: 'DeletionByTaintManager',
  message: 'Taint manager: deleting due to NoExecute taint',
};

/** Deletes pods that do not tolerate the NoExecute taints of their node, or no longer, as `taint-eviction-controller` of kube-controller-manager. */
export const taintEviction: Controller = {
  name: 'taint-eviction-controller',
  watches: [{ kind: POD }, { kind: NODE, keys: podsOfNode, delay: TWO_REQUESTS }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const pod = getObject(view, POD, namespace, name);
    const node = getObject(view, NODE, '', pod?.spec?.nodeName ?? '');
    if (!pod || !node || pod.metadata.deletionTimestamp) return;
    const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
    const remaining = remainingTime(pod, taints, context);
    if (remaining === undefined) return;
    if (remaining > 0) {
      yield* requeueAfter(remaining);
      return;
    }
    yield* emit('Normal', 'TaintManagerEviction', `Marking for deletion Pod ${key}`, pod);
    const conditions = withCondition(pod, DISRUPTION, context.timestamp());
    if (conditions) yield* updateStatus({ ...pod, status: { ...pod.status, conditions } }, WHY);
    yield* remove(objectKey(POD, pod), {}, WHY);
  },
};

/** For how many milliseconds a pod may stay; undefined for ever. A toleration for some time counts from when both taint and pod were there. */
function remainingTime(pod: Typed<Pod>, taints: readonly Taint[], context: WorkContext): number | undefined {
  const times: number[] = [];
  for (const taint of taints) {
    const toleration = (pod.spec?.tolerations ?? []).find((candidate) => tolerates(candidate, taint));
    if (!toleration) return 0;
    const end = endOf(toleration, taint, pod);
    if (end !== undefined) times.push(Math.max(0, end - context.now));
  }
  return times.length > 0 ? Math.min(...times) : undefined;
}

function endOf({ tolerationSeconds }: Toleration, { timeAdded }: Taint, pod: Typed<Pod>): number | undefined {
  if (tolerationSeconds === undefined) return undefined;
  const starts = [timeAdded, podCondition(pod, 'PodScheduled')?.lastTransitionTime, pod.metadata.creationTimestamp].flatMap((text) =>
    text ? Date.parse(text) : [],
  );
  return Math.max(0, ...starts) + Math.max(0, tolerationSeconds) * 1000;
}

function podsOfNode({ object }: Change, view: ReadView): readonly string[] {
  const node = asKind(object, NODE);
  if (!node?.spec?.taints?.some(({ effect }) => effect === 'NoExecute')) return [];
  return listObjects(view, POD)
    .filter(({ spec }) => spec?.nodeName === object.metadata.name)
    .map(keyOf);
}
