import type { Node, NodeStatus } from '../../model/kinds/core-v1.ts';
import { nodeAddress } from './address.ts';

/**
 * The status of a node whose kubelet has just come up: ready, with an address, all of its capacity for pods. Undefined when the node says itself
 * whether it is ready: then it stays as it is.
 */
export function syncNode({ metadata, status = {} }: Node, now: string): NodeStatus | undefined {
  const { conditions = [], addresses = [], capacity, allocatable = capacity } = status;
  if (conditions.some(({ type }) => type === 'Ready')) return undefined;
  const name = metadata?.name ?? '';
  const ready = {
    type: 'Ready',
    status: 'True',
    lastHeartbeatTime: now,
    lastTransitionTime: now,
    reason: 'KubeletReady',
    message: 'kubelet is posting ready status',
  };
  return {
    ...status,
    ...(allocatable && { allocatable }),
    conditions: [...conditions, ready],
    addresses:
      addresses.length > 0
        ? addresses
        : [
            { type: 'InternalIP', address: nodeAddress(name) },
            { type: 'Hostname', address: name },
          ],
  };
}
