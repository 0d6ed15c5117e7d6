import { deepEqual, compareText } from '../../../model/json.ts';
import type { Pod, Toleration } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { isAbout, typed } from '../../typed.ts';

/** A pod that requests an extended resource tolerates the taint `<resource>:NoSchedule`, by which nodes with that resource keep other pods away. */
export const extendedResourceToleration: AdmissionPlugin = {
  name: 'ExtendedResourceToleration',
  isOptional: true,
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'pods'),
  admit({ object }) {
    const pod = typed<Pod>(object);
    const { containers = [], initContainers = [] } = pod.spec ?? {};
    const names = [...containers, ...initContainers].flatMap(({ resources }) => Object.keys(resources?.requests ?? {})).filter(isExtended);
    if (names.length === 0) return undefined;
    const tolerations = [...(pod.spec?.tolerations ?? [])];
    for (const key of [...new Set(names)].sort(compareText)) {
      const toleration: Toleration = { key, operator: 'Exists', effect: 'NoSchedule' };
      if (!tolerations.some((each) => deepEqual(each, toleration))) tolerations.push(toleration);
    }
    pod.spec = { ...pod.spec, tolerations };
    return undefined;
  },
};

const isExtended = (name: string): boolean => name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
