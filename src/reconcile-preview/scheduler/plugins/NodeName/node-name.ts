import { onNode } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import { nodeNameOf } from '../../pod-info.ts';
import { fits, unresolvable } from '../../verdict.ts';

/** A pod that names its node goes there or nowhere. */
export const nodeName: Plugin = {
  name: 'NodeName',
  sign: (pod) => nodeNameOf(pod),
  preFilter: (pod) => {
    const wanted = nodeNameOf(pod);
    if (wanted === '') return 'skip';
    return {
      nodeNames: new Set([wanted]),
      filter: ({ name }) => (name === wanted ? fits : unresolvable("node(s) didn't match the requested node name")),
    };
  },
  events: [onNode(['Add'])],
};
