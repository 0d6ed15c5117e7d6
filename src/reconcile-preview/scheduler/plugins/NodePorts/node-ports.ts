import { onNode, onPod } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import { UsedPorts } from '../../host-ports.ts';
import { nominatedNodeNameOf, nodeNameOf } from '../../pod-info.ts';
import { fits, unschedulable } from '../../verdict.ts';

/** Host ports of a pod must be free on its node. */
export const nodePorts: Plugin = {
  name: 'NodePorts',
  sign: ({ hostPorts }) => hostPorts,
  preFilter: ({ hostPorts }) => {
    if (hostPorts.length === 0) return 'skip';
    return {
      filter: ({ ports }) =>
        hostPorts.some((port) => ports.conflictsWith(port))
          ? unschedulable("node(s) didn't have free ports for the requested pod ports")
          : fits,
    };
  },
  events: [
    onPod('AssignedPod', ['Delete'], ({ hostPorts }, before) => {
      if (!before || (nodeNameOf(before) === '' && nominatedNodeNameOf(before.pod) === '')) return false;
      const freed = new UsedPorts();
      for (const port of before.hostPorts) freed.add(port);
      return hostPorts.some((port) => freed.conflictsWith(port));
    }),
    onNode(['Add']),
  ],
};
