import type { Pod, TopologySpreadConstraint } from '../../../../model/kinds/core-v1.ts';
import { matchesRequiredNodeAffinity, type NodeIdentity } from '../../node-selector.ts';
import type { NodeInfo } from '../../node-info.ts';
import { isTerminating, type PodInfo } from '../../pod-info.ts';
import { labelOf, selectorOf, selects, selectsEverything, type Labels, type Selector } from '../../selector.ts';
import { untoleratedTaint } from '../../taints.ts';

export const HOSTNAME_LABEL = 'kubernetes.io/hostname';

/** A spread constraint ready to be counted with. */
export interface SpreadConstraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly selector: Selector;
  readonly minDomains: number;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

/** Constraints of one kind; labels named in `matchLabelKeys` narrow the selector to pods that have the pod's values. */
export function constraintsOf(
  constraints: readonly TopologySpreadConstraint[],
  labels: Labels,
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway',
): SpreadConstraint[] {
  return constraints
    .filter((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)
    .map((constraint) => ({
      maxSkew: constraint.maxSkew ?? 0,
      topologyKey: constraint.topologyKey ?? '',
      selector: narrow(selectorOf(constraint.labelSelector), constraint.matchLabelKeys ?? [], labels),
      minDomains: constraint.minDomains ?? 1,
      honorsAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
      honorsTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
    }));
}

function narrow(selector: Selector, keys: readonly string[], labels: Labels): Selector {
  const own = keys.flatMap((key) => {
    const value = labelOf(labels, key);
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }];
  });
  return selector && [...own, ...selector];
}

/** Whether a node has a value for every topology. */
export const hasAllTopologies = (labels: Labels, constraints: readonly SpreadConstraint[]): boolean =>
  constraints.every(({ topologyKey }) => labelOf(labels, topologyKey) !== undefined);

/** Whether a node counts for a constraint at all. */
export const includesNode = (constraint: SpreadConstraint, { spec = {} }: Pod, node: NodeIdentity & Pick<NodeInfo, 'taints'>): boolean =>
  (!constraint.honorsAffinity || matchesRequiredNodeAffinity(spec, node)) &&
  (!constraint.honorsTaints || !untoleratedTaint(node.taints, spec.tolerations ?? []));

/** Whether a constraint of a pod in `namespace` counts a pod; an empty selector counts none. */
export const countsPod = ({ selector }: SpreadConstraint, pod: PodInfo, namespace: string): boolean =>
  pod.namespace === namespace && !isTerminating(pod) && !selectsEverything(selector) && selects(selector, pod.labels);
