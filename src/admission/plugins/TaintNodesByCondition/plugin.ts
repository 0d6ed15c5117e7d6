import type { Node } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

const NOT_READY = 'node.kubernetes.io/not-ready';

/** A new node starts with the taint `node.kubernetes.io/not-ready:NoSchedule`, so that nothing lands on it before it is ready. */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: (request) => request.operation === 'CREATE' && isAbout(request, '', 'nodes'),
  admit({ object }) {
    const node = typed<Node>(object);
    const taints = node.spec?.taints ?? [];
    if (taints.some(({ key, effect }) => key === NOT_READY && effect === 'NoSchedule')) return undefined;
    node.spec = { ...node.spec, taints: [...taints, { key: NOT_READY, effect: 'NoSchedule' }] };
    return undefined;
  },
};
