import { onPod } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import { fits, unresolvable } from '../../verdict.ts';

/** A pod with scheduling gates does not enter the queue. */
export const schedulingGates: Plugin = {
  name: 'SchedulingGates',
  preEnqueue: ({ spec: { schedulingGates: gates = [] } }) =>
    gates.length === 0 ? fits : unresolvable(`waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`),
  events: [onPod('TargetPod', ['UpdatePodSchedulingGatesEliminated'])],
};
