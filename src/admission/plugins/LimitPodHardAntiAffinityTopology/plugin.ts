import { child, fieldPath, index } from '../../../model/field-path.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin } from '../../plugin.ts';
import { at, forbidden, isAbout, typed } from '../../typed.ts';

const HOSTNAME = 'kubernetes.io/hostname';
const TERMS = fieldPath('spec', 'affinity', 'podAntiAffinity', 'requiredDuringSchedulingIgnoredDuringExecution');

/** A pod may keep others away from its node, but not from whole zones. */
export const limitPodHardAntiAffinityTopology: AdmissionPlugin = {
  name: 'LimitPodHardAntiAffinityTopology',
  isOptional: true,
  handles: (request) => request.operation !== 'DELETE' && isAbout(request, '', 'pods'),
  validate({ object }) {
    const { spec } = object ? typed<Pod>(object) : {};
    const terms = spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    const i = terms.findIndex(({ topologyKey }) => topologyKey !== HOSTNAME);
    return terms[i]
      ? forbidden(
          `affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey ${terms[i].topologyKey ?? ''} but only key ${HOSTNAME} is allowed`,
          at(child(index(TERMS, i), 'topologyKey')),
        )
      : undefined;
  },
};
