import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import type { DaemonSet, DaemonSetStatus } from '../../../model/kinds/apps-v1.ts';
import type { Status } from '../../../model/status.ts';
import { keyOf, splitKey, type Controller } from '../../controller.ts';
import { emit, requeueAfter, retry, updateStatus, type Work } from '../../intent.ts';
import { asKind, getObject, listObjects, type Typed } from '../../kind.ts';
import { DAEMON_SET, NODE, POD } from '../../kinds.ts';
import { omitZero } from '../omit-zero.ts';
import { ownedOrOrphanedPods, workloadsOfPod } from '../owned-pods.ts';
import { claim, controllerReference } from '../ownership.ts';
import { createPods, deletePod, podFromTemplate } from '../pod-control.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { cleanHistory, syncHistory } from './history.ts';
import { daemonTemplate, isUpdated, templateFor, verdictOn } from './placement.ts';
import { bySeniority, planNodes, planUpdate, podsByNode, type DaemonPlan, type Site } from './plan.ts';
import { takenUpAfter } from '../taken-up.ts';

const BURST_REPLICAS = 250;

/** Runs a pod on every node that should have one, as `daemonset-controller` of kube-controller-manager. */
export const daemonset: Controller = {
  name: 'daemonset-controller',
  watches: [
    { kind: DAEMON_SET, delay: takenUpAfter },
    { kind: NODE, keys: setsOfNode },
    { kind: POD, keys: workloadsOfPod(DAEMON_SET, (set, pod) => matchesLabelSelector(set.spec?.selector, pod.metadata.labels)) },
  ],
  workers: 2,
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const set = getObject(view, DAEMON_SET, namespace, name);
    if (!set) return;
    if (deepEqual(set.spec?.selector, {})) {
      yield* emit('Warning', 'SelectingAll', 'This daemon set is selecting all pods. A non-empty selector is required.', set);
      return;
    }
    if (set.metadata.deletionTimestamp) return;
    const history = yield* syncHistory(set, view, context);
    if (!history) return;
    const matches = (pod: Parameters<typeof isPodReady>[0]): boolean => matchesLabelSelector(set.spec?.selector, pod.metadata?.labels);
    const pods = yield* claim(set, DAEMON_SET, ownedOrOrphanedPods(view, set), matches);
    const site: Site = { set, nodes: listObjects(view, NODE), byNode: podsByNode(pods), hash: history.hash, now: context.now };
    const plan = planNodes(site);
    let failure = yield* carryOut(site, plan);
    const isSteady = plan.create.length === 0 && plan.remove.length === 0;
    if (isSteady && set.spec?.updateStrategy?.type === 'RollingUpdate') failure = yield* carryOut(site, planUpdate(site));
    if (!failure) yield* cleanHistory(set, history.old, pods);
    const status = calculateStatus(site);
    if (!deepEqual(status, set.status)) yield* updateStatus({ ...set, status });
    if (failure) yield* retry(failure.message);
    const minReadySeconds = set.spec?.minReadySeconds ?? 0;
    if (minReadySeconds > 0 && (status.numberReady ?? 0) !== (status.numberAvailable ?? 0)) yield* requeueAfter(minReadySeconds * 1000);
  },
};

function* carryOut({ set, hash }: Site, { create, remove }: DaemonPlan): Work<Status | undefined> {
  const template = daemonTemplate(set, hash);
  const owner = controllerReference(set, DAEMON_SET);
  let failure = yield* createPods(Math.min(create.length, BURST_REPLICAS), set, (i) =>
    podFromTemplate(templateFor(create[i] ?? '', template), set, owner),
  );
  for (const pod of remove.slice(0, BURST_REPLICAS)) {
    const { namespace = '', name = '' } = pod.metadata;
    const { phase } = pod.status ?? {};
    const where = `daemon pod ${namespace}/${name} on node ${pod.spec?.nodeName ?? ''}`;
    if (phase === 'Failed') yield* emit('Warning', 'FailedDaemonPod', `Found failed ${where}, will try to kill it`, set);
    if (phase === 'Succeeded') yield* emit('Normal', 'SucceededDaemonPod', `Found succeeded ${where}, will try to delete it`, set);
    const refusal = yield* deletePod(set, pod, 'it does not belong on its node, or its revision is old');
    failure ??= refusal;
  }
  return failure;
}

function calculateStatus({ set, nodes, byNode, hash, now }: Site): DaemonSetStatus {
  const counts = { current: 0, misscheduled: 0, desired: 0, ready: 0, updated: 0, available: 0 };
  for (const node of nodes) {
    const pod = [...(byNode.get(node.metadata.name ?? '') ?? [])].sort(bySeniority)[0];
    if (!verdictOn(node, set).shouldRun) {
      if (pod) counts.misscheduled += 1;
      continue;
    }
    counts.desired += 1;
    if (!pod) continue;
    counts.current += 1;
    if (isPodReady(pod)) counts.ready += 1;
    if (isPodAvailable(pod, set.spec?.minReadySeconds ?? 0, now)) counts.available += 1;
    if (isUpdated(pod, set, hash)) counts.updated += 1;
  }
  const { collisionCount, conditions } = set.status ?? {};
  return {
    ...omitZero({
      currentNumberScheduled: counts.current,
      numberMisscheduled: counts.misscheduled,
      desiredNumberScheduled: counts.desired,
      numberReady: counts.ready,
      observedGeneration: set.metadata.generation,
      updatedNumberScheduled: counts.updated,
      numberAvailable: counts.available,
      numberUnavailable: counts.desired - counts.available,
    }),
    ...(collisionCount !== undefined && { collisionCount }),
    ...(conditions && { conditions }),
  };
}

/** A new node, or one that changed in what decides over pods, concerns the sets whose verdict on it changed. Nodes that go are not noticed. */
function setsOfNode({ type, object, before }: Change, view: ReadView): readonly string[] {
  const [node, former] = [asKind(object, NODE), before && asKind(before, NODE)];
  const changes = (set: Typed<DaemonSet>): boolean =>
    !former || (node !== undefined && !deepEqual(verdictOn(former, set), verdictOn(node, set)));
  if (type === 'deleted') return [];
  return listObjects(view, DAEMON_SET).filter(changes).map(keyOf);
}
