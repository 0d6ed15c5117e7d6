import type { Node, TopologySpreadConstraint } from '../../../../model/kinds/core-v1.ts';
import { deepEqual } from '../../../../model/json.ts';
import type { Typed } from '../../../kind.ts';
import { onNode, onPod } from '../../cluster-event.ts';
import type { CycleContext, Plugin } from '../../framework.ts';
import { nodeNameOf, nominatedNodeNameOf, type PodInfo } from '../../pod-info.ts';
import { labelOf, selects } from '../../selector.ts';
import { constraintsOf, hasAllTopologies, HOSTNAME_LABEL, type SpreadConstraint } from './constraint.ts';
import { defaultSelector } from './default-selector.ts';
import { filterBySkew } from './filter.ts';
import { scoreBySkew } from './score.ts';

/** What a pod without constraints of its own is spread by, together with the pods of its services and its controller. */
const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME_LABEL, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

/** Spreads pods over nodes, zones or other topologies; `defaults` are for pods without constraints of their own, in place of the system's. */
export const podTopologySpreadWith = (defaults?: readonly TopologySpreadConstraint[]): Plugin => ({
  name: 'PodTopologySpread',
  weight: 2,
  preFilter: (pod, context) => {
    const constraints = hasOwnConstraints(pod) ? hardConstraints(pod) : defaultConstraints(pod, context, defaults ?? [], 'DoNotSchedule');
    return constraints.length === 0 ? 'skip' : filterBySkew(pod, constraints, context);
  },
  preScore: (pod, nodes, context) => {
    const hasOwn = hasOwnConstraints(pod);
    const constraints = hasOwn
      ? constraintsOf(pod.spec.topologySpreadConstraints ?? [], pod.labels, 'ScheduleAnyway')
      : defaultConstraints(pod, context, defaults ?? SYSTEM_DEFAULTS, 'ScheduleAnyway');
    return constraints.length === 0 ? 'skip' : scoreBySkew(pod, nodes, constraints, hasOwn || defaults !== undefined, context);
  },
  events: [
    onPod('AssignedPod', ['Add', 'UpdatePodLabel', 'Delete'], (pod, before, after) => {
      if ([before, after].some((other) => other && !isPlacedInNamespace(other, pod))) return false;
      const constraints = hardConstraints(pod);
      if (before && after) return changesMatch(constraints, before, after);
      const other = after ?? before;
      return other !== undefined && constraints.some(({ selector }) => selects(selector, other.labels));
    }),
    onPod('TargetPod', ['UpdatePodToleration', 'UpdatePodLabel'], (pod, before, after) => {
      if (!before || !after) return false;
      const constraints = hardConstraints(pod);
      if (!deepEqual(before.spec.tolerations, after.spec.tolerations) && constraints.some(({ honorsTaints }) => honorsTaints)) return true;
      return changesMatch(constraints, before, after);
    }),
    onNode(['Add', 'Delete', 'UpdateNodeLabel', 'UpdateNodeTaint'], isDomainChanged),
  ],
});

export const podTopologySpread = podTopologySpreadWith();

const hasOwnConstraints = ({ spec }: PodInfo): boolean => (spec.topologySpreadConstraints ?? []).length > 0;

const hardConstraints = ({ spec, labels }: PodInfo): SpreadConstraint[] =>
  constraintsOf(spec.topologySpreadConstraints ?? [], labels, 'DoNotSchedule');

function defaultConstraints(
  pod: PodInfo,
  { view }: CycleContext,
  defaults: readonly TopologySpreadConstraint[],
  whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway',
): SpreadConstraint[] {
  if (!defaults.some((constraint) => constraint.whenUnsatisfiable === whenUnsatisfiable)) return [];
  const selector = defaultSelector(pod, view);
  if (selector.length === 0) return [];
  return constraintsOf(defaults, pod.labels, whenUnsatisfiable).map((constraint) => ({ ...constraint, selector }));
}

const isPlacedInNamespace = (other: PodInfo, pod: PodInfo): boolean =>
  (nodeNameOf(other) !== '' || nominatedNodeNameOf(other.pod) !== '') && other.namespace === pod.namespace;

const changesMatch = (constraints: readonly SpreadConstraint[], before: PodInfo, after: PodInfo): boolean =>
  constraints.some(({ selector }) => selects(selector, before.labels) !== selects(selector, after.labels));

function isDomainChanged(pod: PodInfo, before: Typed<Node> | undefined, after: Typed<Node> | undefined): boolean {
  const constraints = hardConstraints(pod);
  const belongs = (node: Typed<Node> | undefined): boolean =>
    node !== undefined && hasAllTopologies(node.metadata.labels ?? {}, constraints);
  if (!before || !after) return belongs(after ?? before);
  if (belongs(before) !== belongs(after)) return true;
  const isMoved = constraints.some(
    ({ topologyKey }) => labelOf(before.metadata.labels ?? {}, topologyKey) !== labelOf(after.metadata.labels ?? {}, topologyKey),
  );
  return belongs(after) && (isMoved || !deepEqual(before.spec?.taints, after.spec?.taints));
}
