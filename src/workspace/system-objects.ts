import type { ApiServer } from '../apiserver/api-server.ts';
import type { JsonObject } from '../model/json.ts';

const priorityClass = (name: string, value: number, description: string): JsonObject => ({
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata: { name },
  value,
  description,
});

/** What an API server makes for itself when it starts, as far as manifests can notice it. */
const SYSTEM_OBJECTS: readonly JsonObject[] = [
  ...['kube-system', 'kube-public', 'kube-node-lease', 'default'].map((name): JsonObject => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
  })),
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } },
  priorityClass(
    'system-cluster-critical',
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ),
  priorityClass('system-node-critical', 2_000_001_000, 'Used for system critical pods that must not be moved from their current node.'),
];

/** Makes a new cluster one that is up, with the default service account of the default namespace. */
export function createSystemObjects(server: ApiServer): void {
  for (const object of SYSTEM_OBJECTS) server.create(object);
}
