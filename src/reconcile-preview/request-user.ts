import { CONTROLLER_MANAGER, nodeUser, SCHEDULER, serviceAccountUser, type UserInfo } from '../apiserver/users.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import type { ReadView } from '../cluster/store.ts';
import { isObject } from '../model/json.ts';
import type { Intent } from './intent.ts';

/** Service accounts of controllers that are not called by the controller's name. */
const ACCOUNTS: Readonly<Record<string, string>> = {
  'certificatesigningrequest-approving-controller': 'certificate-controller',
  'daemonset-controller': 'daemon-set-controller',
  'endpoints-controller': 'endpoint-controller',
  'endpointslice-mirroring-controller': 'endpointslicemirroring-controller',
  'garbage-collector-controller': 'generic-garbage-collector',
  'horizontal-pod-autoscaler-controller': 'horizontal-pod-autoscaler',
  'node-lifecycle-controller': 'node-controller',
  'persistentvolume-attach-detach-controller': 'attachdetach-controller',
  'persistentvolume-binder-controller': 'persistent-volume-binder',
  'persistentvolume-expander-controller': 'expand-controller',
  'persistentvolume-protection-controller': 'pv-protection-controller',
  'persistentvolumeclaim-protection-controller': 'pvc-protection-controller',
  'pod-garbage-collector-controller': 'pod-garbage-collector',
  'replicationcontroller-controller': 'replication-controller',
  'resourceclaim-controller': 'resource-claim-controller',
  'root-ca-certificate-publisher-controller': 'root-ca-cert-publisher',
  'service-cidr-controller': 'service-cidrs-controller',
  'serviceaccount-controller': 'service-account-controller',
  'taint-eviction-controller': 'node-controller',
};

/** Users that are no service accounts: the controller that makes tokens needs none. */
const users = new Map<string, UserInfo>([
  ['scheduler', SCHEDULER],
  ['serviceaccount-token-controller', CONTROLLER_MANAGER],
]);

/**
 * As whom a component sends requests: controllers with service accounts of their own, as kubeadm starts kube-controller-manager
 * (`--use-service-account-credentials`), kubelets each as their node.
 */
export function requestUser(component: string, intent: Intent, view: ReadView): UserInfo {
  if (component === 'kubelet') return nodeUser(nodeOf(intent, view));
  let user = users.get(component);
  if (!user) users.set(component, (user = accountOf(component)));
  return user;
}

const accountOf = (component: string): UserInfo => serviceAccountUser('kube-system', ACCOUNTS[component] ?? component);

/** The node that a kubelet's write is about: itself, or that of a pod. */
function nodeOf(intent: Intent, view: ReadView): string {
  const object: object | undefined = 'object' in intent ? intent.object : 'key' in intent ? view.get(intent.key) : undefined;
  const { kind, metadata, spec }: Partial<KubernetesObject> = object ?? {};
  if (kind === 'Node') return metadata?.name ?? '';
  return isObject(spec) && typeof spec.nodeName === 'string' ? spec.nodeName : '';
}
