import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { forbidden, isAbout, typed } from '../../typed.ts';

const HOSTNAME = 'kubernetes.io/hostname';

/** A pod may keep others away from its node, but not from whole zones. */
export const limitPodHardAntiAffinityTopology: AdmissionPlugin = {
  name: 'LimitPodHardAntiAffinityTopology',
  isOptional: true,
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'pods'),
  validate({ object }) {
    const { spec } = object ? typed<Pod>(object) : {};
    const terms = spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const wide = terms.find(({ topologyKey }) => topologyKey !== HOSTNAME);
    return wide
      ? forbidden(
          `affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${wide.topologyKey ?? ''} but only key ${HOSTNAME} is allowed`,
        )
      : undefined;
  },
};
