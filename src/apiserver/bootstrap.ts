import type { JsonObject } from '../model/json.ts';
import type { ApiServer } from './api-server.ts';

/** Namespaces that every control plane makes for itself. */
const NAMESPACES: readonly string[] = ['kube-system', 'kube-public', 'default', 'kube-node-lease'];

const PRIORITY_CLASSES: readonly JsonObject[] = [
  priorityClass('system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'),
  priorityClass(
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
];

function priorityClass(name: string, value: number, description: string): JsonObject {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name },
    value,
    description,
    preemptionPolicy: 'PreemptLowerPriority',
  };
}

/** The range of a control plane that kubeadm sets up, cut to the size that the server is given here. */
const SERVICE_CIDR: JsonObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'ServiceCIDR',
  metadata: { name: 'kubernetes' },
  spec: { cidrs: ['10.96.0.0/16'] },
};

/** How pods reach the API server. */
const KUBERNETES_SERVICE: JsonObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
  spec: { clusterIP: '10.96.0.1', type: 'ClusterIP', ports: [{ name: 'https', protocol: 'TCP', port: 443, targetPort: 6443 }] },
};

const DEFAULT_ACCOUNT: JsonObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } };

/**
 * Puts into an empty cluster what kube-apiserver puts there when it first starts, as far as requests depend on it, and the service account that makes
 * the namespace `default` usable before any controller runs.
 */
export function bootstrap(api: ApiServer): void {
  for (const name of NAMESPACES) api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const each of PRIORITY_CLASSES) api.create(each);
  api.create(SERVICE_CIDR);
  api.create(KUBERNETES_SERVICE);
  api.create(DEFAULT_ACCOUNT);
}
