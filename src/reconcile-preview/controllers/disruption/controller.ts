import type { Change, ReadView } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { without } from '../../../model/without.ts';
import type { Condition } from '../../../model/kinds/meta-v1.ts';
import type { PodDisruptionBudget } from '../../../model/kinds/policy-v1.ts';
import { keyOf, splitKey, type Controller, type WorkContext } from '../../controller.ts';
import { emit, updateStatus } from '../../intent.ts';
import { getObject, listObjects, type Typed } from '../../kind.ts';
import { POD, POD_DISRUPTION_BUDGET, REPLICA_SET, DEPLOYMENT, STATEFUL_SET } from '../../kinds.ts';
import { omitZero } from '../omit-zero.ts';
import { isPodReady } from '../pod-state.ts';
import { expectedOf } from './expected.ts';

const CONDITION = 'DisruptionAllowed';

/** Tells how many pods may go at once, as `disruption-controller` of kube-controller-manager. */
export const disruption: Controller = {
  name: 'disruption-controller',
  watches: [
    { kind: POD_DISRUPTION_BUDGET },
    { kind: POD, keys: budgetsOfPod },
    { kind: DEPLOYMENT, keys: budgetsOfNamespace },
    { kind: REPLICA_SET, keys: budgetsOfNamespace },
    { kind: STATEFUL_SET, keys: budgetsOfNamespace },
  ],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const budget = getObject(view, POD_DISRUPTION_BUDGET, namespace, name);
    if (!budget) return;
    const pods = listObjects(view, POD, namespace).filter(({ metadata }) => matchesLabelSelector(budget.spec?.selector, metadata.labels));
    if (pods.length === 0) yield* emit('Normal', 'NoPods', 'No matching pods found', budget);
    const expected = expectedOf(budget, pods, view);
    const current = budget.status ?? {};
    const { generation } = budget.metadata;
    if (typeof expected === 'string') {
      yield* emit('Warning', 'CalculateExpectedPodCountFailed', `Failed to calculate the number of expected pods: ${expected}`, budget);
      const condition = { status: 'False', reason: 'SyncFailed', message: expected, observedGeneration: current.observedGeneration };
      const status = { ...without(current, 'disruptionsAllowed'), conditions: withCondition(budget, condition, context) };
      if (!deepEqual(status, current)) yield* updateStatus({ ...budget, status });
      return;
    }
    if (expected.unmanaged.length > 0)
      yield* emit('Warning', 'UnmanagedPods', 'Pods selected by this PodDisruptionBudget were found to be unmanaged.', budget);
    const healthy = pods.filter((pod) => !pod.metadata.deletionTimestamp && isPodReady(pod)).length;
    const allowed = expected.pods > 0 ? Math.max(0, healthy - expected.healthy) : 0;
    const condition = {
      status: allowed > 0 ? 'True' : 'False',
      reason: allowed > 0 ? 'SufficientPods' : 'InsufficientPods',
      message: '',
      observedGeneration: generation,
    };
    const status = {
      ...omitZero({
        disruptionsAllowed: allowed,
        currentHealthy: healthy,
        desiredHealthy: expected.healthy,
        expectedPods: expected.pods,
        observedGeneration: generation,
      }),
      conditions: withCondition(budget, condition, context),
    };
    if (!deepEqual(status, current)) yield* updateStatus({ ...budget, status });
  },
};

/** The conditions with this one among them; the time of transition stays while the status does. */
function withCondition({ status }: Typed<PodDisruptionBudget>, condition: Omit<Condition, 'type'>, context: WorkContext): Condition[] {
  const conditions = status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === CONDITION);
  const lastTransitionTime =
    old && old.status === condition.status && old.lastTransitionTime !== undefined ? old.lastTransitionTime : context.timestamp();
  const next: Condition = { type: CONDITION, ...omitZero(condition), lastTransitionTime };
  return old ? conditions.map((item) => (item === old ? next : item)) : [...conditions, next];
}

function budgetsOfPod({ object, before }: Change, view: ReadView): readonly string[] {
  return listObjects(view, POD_DISRUPTION_BUDGET, object.metadata.namespace)
    .filter(({ spec }) => [object, before].some((pod) => pod && matchesLabelSelector(spec?.selector, pod.metadata.labels)))
    .map(keyOf);
}

/** What a controller wants decides over budgets of its pods. */
function budgetsOfNamespace({ object, before }: Change, view: ReadView): readonly string[] {
  return before && deepEqual(before.spec, object.spec)
    ? []
    : listObjects(view, POD_DISRUPTION_BUDGET, object.metadata.namespace).map(keyOf);
}
