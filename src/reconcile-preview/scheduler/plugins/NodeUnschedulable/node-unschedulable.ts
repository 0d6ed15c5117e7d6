import { onNode, onPod } from '../../cluster-event.ts';
import type { Plugin } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { isTolerated, UNSCHEDULABLE_TAINT } from '../../taints.ts';
import { fits, unresolvable } from '../../verdict.ts';

/** A cordoned node takes only pods that tolerate its being unschedulable. */
export const nodeUnschedulable: Plugin = {
  name: 'NodeUnschedulable',
  sign: ({ spec }) => spec.tolerations ?? [],
  filter: (pod, { node }) => (node?.spec?.unschedulable && !toleratesCordon(pod) ? unresolvable('node(s) were unschedulable') : fits),
  events: [
    onNode(
      ['Add', 'UpdateNodeTaint'],
      (_pod, before, after) => (!before || before.spec?.unschedulable === true) && !after?.spec?.unschedulable,
    ),
    onPod('TargetPod', ['UpdatePodToleration'], (_pod, _before, after) => after !== undefined && toleratesCordon(after)),
  ],
};

const toleratesCordon = ({ spec }: PodInfo): boolean => isTolerated(UNSCHEDULABLE_TAINT, spec.tolerations ?? []);
