import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../model/kinds/apps-v1.ts';
import type { HorizontalPodAutoscaler } from '../model/kinds/autoscaling-v2.ts';
import type { CronJob, Job } from '../model/kinds/batch-v1.ts';
import type {
  ConfigMap,
  Endpoints,
  LimitRange,
  Namespace,
  Node,
  PersistentVolumeClaim,
  Pod,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from '../model/kinds/core-v1.ts';
import type { EndpointSlice } from '../model/kinds/discovery-v1.ts';
import type { RuntimeClass } from '../model/kinds/node-v1.ts';
import type { Ingress, IngressClass, NetworkPolicy } from '../model/kinds/networking-v1.ts';
import type { PodDisruptionBudget } from '../model/kinds/policy-v1.ts';
import type { PriorityClass } from '../model/kinds/scheduling-v1.ts';
import { kindOf } from './kind.ts';

export const CONFIG_MAP = kindOf<ConfigMap>('v1', 'ConfigMap');
export const CONTROLLER_REVISION = kindOf<ControllerRevision>('apps/v1', 'ControllerRevision');
export const DAEMON_SET = kindOf<DaemonSet>('apps/v1', 'DaemonSet');
export const DEPLOYMENT = kindOf<Deployment>('apps/v1', 'Deployment');
export const ENDPOINTS = kindOf<Endpoints>('v1', 'Endpoints');
export const ENDPOINT_SLICE = kindOf<EndpointSlice>('discovery.k8s.io/v1', 'EndpointSlice');
export const CRON_JOB = kindOf<CronJob>('batch/v1', 'CronJob');
export const HORIZONTAL_POD_AUTOSCALER = kindOf<HorizontalPodAutoscaler>('autoscaling/v2', 'HorizontalPodAutoscaler');
export const INGRESS = kindOf<Ingress>('networking.k8s.io/v1', 'Ingress');
export const INGRESS_CLASS = kindOf<IngressClass>('networking.k8s.io/v1', 'IngressClass');
export const JOB = kindOf<Job>('batch/v1', 'Job');
export const LIMIT_RANGE = kindOf<LimitRange>('v1', 'LimitRange');
export const NAMESPACE = kindOf<Namespace>('v1', 'Namespace');
export const NETWORK_POLICY = kindOf<NetworkPolicy>('networking.k8s.io/v1', 'NetworkPolicy');
export const NODE = kindOf<Node>('v1', 'Node');
export const PERSISTENT_VOLUME_CLAIM = kindOf<PersistentVolumeClaim>('v1', 'PersistentVolumeClaim');
export const POD = kindOf<Pod>('v1', 'Pod');
export const POD_DISRUPTION_BUDGET = kindOf<PodDisruptionBudget>('policy/v1', 'PodDisruptionBudget');
export const PRIORITY_CLASS = kindOf<PriorityClass>('scheduling.k8s.io/v1', 'PriorityClass');
export const REPLICATION_CONTROLLER = kindOf<ReplicationController>('v1', 'ReplicationController');
export const REPLICA_SET = kindOf<ReplicaSet>('apps/v1', 'ReplicaSet');
export const RESOURCE_QUOTA = kindOf<ResourceQuota>('v1', 'ResourceQuota');
export const RUNTIME_CLASS = kindOf<RuntimeClass>('node.k8s.io/v1', 'RuntimeClass');
export const SECRET = kindOf<Secret>('v1', 'Secret');
export const SERVICE = kindOf<Service>('v1', 'Service');
export const SERVICE_ACCOUNT = kindOf<ServiceAccount>('v1', 'ServiceAccount');
export const STATEFUL_SET = kindOf<StatefulSet>('apps/v1', 'StatefulSet');
