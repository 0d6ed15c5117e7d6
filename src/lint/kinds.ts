import type { GroupKind } from '../cluster/object.ts';
import type { JsonObject } from '../model/json.ts';
import type { HorizontalPodAutoscaler } from '../model/kinds/autoscaling-v2.ts';
import type { Service } from '../model/kinds/core-v1.ts';
import type { Ingress } from '../model/kinds/networking-v1.ts';
import type { PodDisruptionBudget } from '../model/kinds/policy-v1.ts';
import type { ClusterRole, ClusterRoleBinding } from '../model/kinds/rbac-v1.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';
import type { PodBearing } from './pods.ts';

/** Kinds that a rule looks at, and the type their objects share. */
export interface Kinds<T> {
  /** Empty for all kinds. */
  readonly of: readonly GroupKind[];
  /** An object of one of these kinds under its type. */
  as(object: JsonObject): T;
}

/** What every object has. */
export interface AnyObject {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly metadata?: ObjectMeta;
}

// objects come from `readable`, so their shape is what the schema of the kind says, and `T` is generated from that schema
const kinds = <T>(...of: readonly GroupKind[]): Kinds<T> => ({ of, as: (object) => object as T });

const core = (kind: string): GroupKind => ({ group: '', kind });
const apps = (kind: string): GroupKind => ({ group: 'apps', kind });
const batch = (kind: string): GroupKind => ({ group: 'batch', kind });
const rbac = (kind: string): GroupKind => ({ group: 'rbac.authorization.k8s.io', kind });

export const anyKind = kinds<AnyObject>();

/** Controllers that keep pods running until they are told otherwise. */
const longRunning = [apps('Deployment'), apps('StatefulSet'), apps('DaemonSet'), apps('ReplicaSet'), core('ReplicationController')];

/** Pods, and all kinds that make pods. */
export const podBearing = kinds<PodBearing>(core('Pod'), ...longRunning, batch('Job'), batch('CronJob'));

/** Kinds whose pods serve for as long as they exist: no Jobs, no single Pods. */
export const servers = kinds<PodBearing>(...longRunning);

/** Kinds with a number of equal pods to choose. */
export const replicated = kinds<PodBearing>(apps('Deployment'), apps('StatefulSet'));

export const services = kinds<Service>(core('Service'));
export const ingresses = kinds<Ingress>({ group: 'networking.k8s.io', kind: 'Ingress' });
export const podDisruptionBudgets = kinds<PodDisruptionBudget>({ group: 'policy', kind: 'PodDisruptionBudget' });
export const horizontalPodAutoscalers = kinds<HorizontalPodAutoscaler>({ group: 'autoscaling', kind: 'HorizontalPodAutoscaler' });
export const roles = kinds<ClusterRole>(rbac('Role'), rbac('ClusterRole'));
export const roleBindings = kinds<ClusterRoleBinding>(rbac('RoleBinding'), rbac('ClusterRoleBinding'));

/** Whether objects of this group and kind are among `kinds`. */
export const includesKind = ({ of }: Kinds<unknown>, { group, kind }: GroupKind): boolean =>
  of.length === 0 || of.some((each) => each.kind === kind && each.group === group);
