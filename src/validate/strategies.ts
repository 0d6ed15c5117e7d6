import { gvkKey, type GroupVersionKind } from '../model/group-version-kind.ts';
import { daemonSetStrategy } from './apps/daemon-set/strategy.ts';
import { deploymentStrategy } from './apps/deployment/strategy.ts';
import { replicaSetStrategy } from './apps/replica-set/strategy.ts';
import { statefulSetStrategy } from './apps/stateful-set/strategy.ts';
import { cronJobStrategy } from './batch/cron-job/strategy.ts';
import { jobStrategy } from './batch/job/strategy.ts';
import { configMapStrategy } from './core/config-map/strategy.ts';
import { namespaceStrategy } from './core/namespace/strategy.ts';
import { nodeStrategy } from './core/node/strategy.ts';
import { podStrategy } from './core/pod/strategy.ts';
import { serviceStrategy } from './core/service/strategy.ts';
import { ingressClassStrategy } from './networking/ingress-class/strategy.ts';
import { ingressStrategy } from './networking/ingress/strategy.ts';
import { clusterRoleBindingStrategy } from './rbac/cluster-role-binding/strategy.ts';
import { clusterRoleStrategy } from './rbac/cluster-role/strategy.ts';
import { roleBindingStrategy } from './rbac/role-binding/strategy.ts';
import { roleStrategy } from './rbac/role/strategy.ts';
import { podDisruptionBudgetStrategy } from './policy/pod-disruption-budget/strategy.ts';
import { priorityClassStrategy } from './scheduling/priority-class/strategy.ts';
import { storageClassStrategy } from './storage/storage-class/strategy.ts';
import { horizontalPodAutoscalerStrategy, horizontalPodAutoscalerV1Strategy } from './autoscaling/horizontal-pod-autoscaler/strategy.ts';
import { networkPolicyStrategy } from './networking/network-policy/strategy.ts';
import { persistentVolumeClaimStrategy } from './core/persistent-volume-claim/strategy.ts';
import { persistentVolumeStrategy } from './core/persistent-volume/strategy.ts';
import { serviceAccountStrategy } from './core/service-account/strategy.ts';
import { secretStrategy } from './core/secret/strategy.ts';
import { limitRangeStrategy } from './core/limit-range/strategy.ts';
import { resourceQuotaStrategy } from './core/resource-quota/strategy.ts';
import { endpointsStrategy } from './core/endpoints/strategy.ts';
import type { AnyStrategy } from './strategy.ts';

/** What the API server knows of each kind, by group and kind. */
export const strategies: readonly AnyStrategy[] = [
  daemonSetStrategy,
  deploymentStrategy,
  replicaSetStrategy,
  statefulSetStrategy,
  cronJobStrategy,
  jobStrategy,
  configMapStrategy,
  namespaceStrategy,
  nodeStrategy,
  podStrategy,
  serviceStrategy,
  ingressClassStrategy,
  ingressStrategy,
  clusterRoleBindingStrategy,
  clusterRoleStrategy,
  roleBindingStrategy,
  roleStrategy,
  podDisruptionBudgetStrategy,
  priorityClassStrategy,
  storageClassStrategy,
  horizontalPodAutoscalerStrategy,
  horizontalPodAutoscalerV1Strategy,
  networkPolicyStrategy,
  persistentVolumeClaimStrategy,
  persistentVolumeStrategy,
  serviceAccountStrategy,
  secretStrategy,
  limitRangeStrategy,
  resourceQuotaStrategy,
  endpointsStrategy,
];

const byGvk = new Map(strategies.map((strategy) => [gvkKey(strategy.gvk), strategy]));

/** The rules of a kind at a version; undefined where there are none yet. */
export const strategyFor = (gvk: GroupVersionKind): AnyStrategy | undefined => byGvk.get(gvkKey(gvk));
