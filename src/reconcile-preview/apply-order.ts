import { isObject, own, type JsonObject } from '../model/json.ts';

/** Kinds in the order in which they are applied: what others need to exist comes first. Kinds that are not here come after them, custom resources too. */
const ORDER: readonly string[] = [
  'Node',
  'CustomResourceDefinition',
  'Namespace',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'VolumeAttributesClass',
  'CSIDriver',
  'IngressClass',
  'GatewayClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ResourceQuota',
  'LimitRange',
  'NetworkPolicy',
  'PodDisruptionBudget',
  'ServiceAccount',
  'Secret',
  'ConfigMap',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
  'Service',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'HorizontalPodAutoscaler',
  'StatefulSet',
  'Job',
  'CronJob',
  'Ingress',
];
const RANK = new Map(ORDER.map((kind, i) => [kind, i]));

/** Documents in an order in which they can be applied; those of one kind stay as they were. Unreadable ones come last. */
export function applyOrder<T extends { readonly value?: JsonObject }>(documents: readonly T[]): T[] {
  const rank = ({ value }: T): number => {
    const kind = isObject(value) ? own(value, 'kind') : undefined;
    return value === undefined ? ORDER.length + 1 : (RANK.get(typeof kind === 'string' ? kind : '') ?? ORDER.length);
  };
  return [...documents].sort((a, b) => rank(a) - rank(b));
}
