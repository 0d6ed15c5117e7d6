import type { KubernetesObject, ObjectKey } from '../cluster/object.ts';
import { matchesLabelSelector } from '../model/label-selector.ts';
import type { Pod, PodCondition } from '../model/kinds/core-v1.ts';
import type { Condition } from '../model/kinds/meta-v1.ts';
import type { PodDisruptionBudget } from '../model/kinds/policy-v1.ts';
import { notFoundStatus, tooManyRequests, unclassifiedError, type Status } from '../model/status.ts';
import { mutate, validateByAdmission } from './admission-phase.ts';
import { podWrite } from './bind.ts';
import { CREATED } from './create-binding.ts';
import { deleteObject } from './delete-object.ts';
import { failed, type MutableObject, type Outcome, type ServerContext, type Write } from './server-context.ts';
import type { UserInfo } from './users.ts';

type Budget = KubernetesObject & PodDisruptionBudget;

const BUDGET = { group: 'policy', kind: 'PodDisruptionBudget' };
const REFUSAL = "Cannot evict pod as it would violate the pod's disruption budget.";
/** Seconds after which a budget that was not looked at yet may be known. */
const RETRY_AFTER = 10;
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
const TARGET = { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' } as const;

/** The request that evicting a pod makes. */
export function evictionWrite(server: ServerContext, key: ObjectKey, user: UserInfo, dryRun: boolean): Write {
  const write = podWrite(server, key, user, dryRun);
  return {
    ...write,
    resource: { ...write.resource, type: 'k8s.io/api/policy/v1.Eviction' },
    carries: { gvk: { group: 'policy', version: 'v1', kind: 'Eviction' }, name: key.name },
    subresource: 'eviction',
  };
}

/** POST of `pods/eviction`, as `EvictionREST` does it: what the budget of the pod says, and the pod's deletion. */
export function evictPod(server: ServerContext, write: Write, key: ObjectKey): Outcome {
  const { store } = server.cluster;
  const eviction: MutableObject = {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name: key.name, namespace: key.namespace },
  };
  const denied = mutate(server, write, eviction, undefined) ?? validateByAdmission(server, write, eviction, undefined);
  if (denied) return failed(denied);
  const pod = store.get(key);
  if (!pod) return failed(notFoundStatus({ group: '', resource: 'pods' }, key.name));
  const refusal = disruptsNothing(pod) ? undefined : askBudget(server, write, pod);
  if (refusal) return failed(refusal);
  if (write.dryRun) return CREATED;
  const latest = store.get(key) ?? pod;
  const marked = store.put(withCondition(latest, server.cluster.clock.timestamp()));
  const deleted = deleteObject(server, { ...podWrite(server, key, write.user), operation: 'DELETE' }, marked, {});
  return 'failure' in deleted ? deleted : CREATED;
}

/** Pods that have ended, do not run yet or go already are deleted whatever budgets say. */
const disruptsNothing = ({ metadata, status }: KubernetesObject & Pod): boolean =>
  ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '') || metadata.deletionTimestamp !== undefined;

/** Why the budget of a running pod does not let it go; takes one disruption off it where it does. */
function askBudget({ cluster }: ServerContext, { dryRun }: Write, pod: KubernetesObject & Pod): Status | undefined {
  const { namespace = '', name = '', labels } = pod.metadata;
  const budgets: readonly Budget[] = cluster.store
    .list(BUDGET, namespace)
    .filter(({ spec }: Budget) => matchesLabelSelector(spec?.selector, labels));
  const [budget, ...others] = budgets;
  if (others.length > 0) return unclassifiedError(SEVERAL);
  if (!budget) return undefined;
  const isReady = (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');
  if (!isReady && letsUnhealthyGo(budget)) return undefined;
  const refusal = objectionOf(budget);
  if (refusal || dryRun) return refusal;
  cluster.store.put(withoutOne(budget, name, cluster.clock.timestamp()));
  return undefined;
}

/** A pod that is not ready is not counted: it may go always, or while enough others are healthy. */
function letsUnhealthyGo({ spec, status = {} }: Budget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (currentHealthy >= desiredHealthy && desiredHealthy > 0);
}

function objectionOf({ metadata, status = {} }: Budget): Status | undefined {
  const refuse = (message: string, retryAfter = 0): Status =>
    tooManyRequests(REFUSAL, retryAfter, [{ reason: 'DisruptionBudget', message }]);
  const budget = `The disruption budget ${metadata.name ?? ''}`;
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0, observedGeneration = 0, conditions = [] } = status;
  if (observedGeneration < (metadata.generation ?? 0)) return refuse(`${budget} is still being processed by the server.`, RETRY_AFTER);
  if (disruptionsAllowed > 0) return undefined;
  const not = conditions.find(({ type, status: is, message }) => type === 'DisruptionAllowed' && is === 'False' && message);
  const refusesNow = `${budget} does not allow evicting pods currently`;
  if (not?.reason === 'SyncFailed') return refuse(`${refusesNow} because it failed sync: ${not.message ?? ''}`);
  if (currentHealthy <= desiredHealthy) return refuse(`${budget} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`);
  return refuse(not ? `${refusesNow} (${not.reason ?? ''}): ${not.message ?? ''}` : refusesNow);
}

/** A budget that has granted the disruption of a pod. */
function withoutOne(budget: Budget, podName: string, now: string): KubernetesObject {
  const status = { ...budget.status, disruptedPods: { ...budget.status?.disruptedPods, [podName]: now } };
  const left = (status.disruptionsAllowed ?? 0) - 1;
  if (left > 0) return { ...budget, status: { ...status, disruptionsAllowed: left } };
  delete status.disruptionsAllowed;
  return { ...budget, status: { ...status, conditions: (status.conditions ?? []).map((each) => exhausted(each, now)) } };
}

function exhausted(condition: Condition, now: string): Condition {
  if (condition.type !== 'DisruptionAllowed') return condition;
  const { lastTransitionTime = now } = condition;
  return {
    ...condition,
    status: 'False',
    reason: 'InsufficientPods',
    lastTransitionTime: condition.status === 'False' ? lastTransitionTime : now,
  };
}

function withCondition(pod: KubernetesObject & Pod, now: string): KubernetesObject {
  const conditions: readonly PodCondition[] = pod.status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === TARGET.type);
  const since = old?.status === TARGET.status ? (old.lastTransitionTime ?? now) : now;
  const condition: PodCondition = { ...TARGET, lastTransitionTime: since };
  const next = old ? conditions.map((each) => (each === old ? condition : each)) : [...conditions, condition];
  return { ...pod, status: { ...pod.status, conditions: next } };
}
