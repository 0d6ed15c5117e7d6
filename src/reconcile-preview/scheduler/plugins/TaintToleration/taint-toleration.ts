import type { Node } from '../../../../model/kinds/core-v1.ts';
import { onNode, onPod } from '../../cluster-event.ts';
import { normalizeByMaximum, type Plugin } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { isSoft, isTolerated, untoleratedTaint } from '../../taints.ts';
import { fits, unresolvable } from '../../verdict.ts';

/** Taints that a pod does not tolerate keep it off a node, or make the node less wanted (`PreferNoSchedule`). */
export const taintToleration: Plugin = {
  name: 'TaintToleration',
  weight: 3,
  sign: ({ spec }) => spec.tolerations ?? [],
  filter: ({ spec }, { taints }) =>
    taints.length > 0 && untoleratedTaint(taints, spec.tolerations ?? []) ? unresolvable('node(s) had untolerated taint(s)') : fits,
  preScore: ({ spec }, _nodes, { snapshot }) => {
    if (!snapshot.hasSoftTaints) return 'skip';
    const tolerations = (spec.tolerations ?? []).filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
    return {
      score: ({ taints }) => (taints.length === 0 ? 0 : taints.filter((taint) => isSoft(taint) && !isTolerated(taint, tolerations)).length),
      normalize: (scores: number[]) => normalizeByMaximum(scores, true),
    };
  },
  events: [
    onNode(
      ['Add', 'UpdateNodeTaint'],
      (pod, before, after) => (!before || !isTaintFree(before, pod)) && after !== undefined && isTaintFree(after, pod),
    ),
    onPod('TargetPod', ['UpdatePodToleration']),
  ],
};

const isTaintFree = ({ spec }: Node, pod: PodInfo): boolean => !untoleratedTaint(spec?.taints ?? [], pod.spec.tolerations ?? []);
