import { isSince } from '../../../../schema/release.ts';
import type { Plugin } from '../../framework.ts';
import { failure } from '../../verdict.ts';

/**
 * Devices that pods claim. Claims themselves are not looked at yet; the plugin is here for what it adds to the words about other pods: up to 1.36 that
 * it has nothing to take back, and that it stumbles (which keeps preemption from being tried) when an earlier plugin gives up on a pod before looking at nodes.
 */
export const dynamicResources: Plugin = {
  name: 'DynamicResources',
  weight: 2,
  postFilter: ({ isAborted, context }) => {
    if (isAborted) return failure('not found');
    return { message: isSince(context.release, '1.37') ? '' : 'no new claims to deallocate', nominatedNodeName: undefined, victims: [] };
  },
  events: [],
};
