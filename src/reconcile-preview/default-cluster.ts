import type { JsonObject } from '../model/json.ts';

/** The nodes of a preview for which the user brings none: three workers of 4 CPU, 8 Gi and 110 pods. */
export const DEFAULT_NODES: readonly JsonObject[] = [1, 2, 3].map((number) => {
  const name = `worker-${number}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } },
    status: { capacity: { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' } },
  };
});
