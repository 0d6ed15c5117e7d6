import type { Node, NodeSpec } from '../../../model/kinds/core-v1.ts';
import { roundUpResourceList } from '../../shared/resource-list.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';

/** What a node can give is what it has, unless it says otherwise. */
export function defaultNode({ spec, status }: Node): void {
  if (spec) unifyPodCidrs(spec);
  if (!status) return;
  if (status.capacity && !status.allocatable) status.allocatable = { ...status.capacity };
  roundUpResourceList(status.capacity);
  roundUpResourceList(status.allocatable);
}

/** The one network counts for more than the list; both say the same from then on. */
function unifyPodCidrs(spec: NodeSpec): void {
  if (spec.podCIDR && spec.podCIDR !== spec.podCIDRs?.[0]) spec.podCIDRs = [spec.podCIDR];
  const first = spec.podCIDRs?.[0];
  if (first) spec.podCIDR = first;
}

/** Whoever registers a node may bring its status. */
export function prepareNodeForCreate(node: Node, context: RuleContext): void {
  delete node.spec?.configSource;
  delete node.status?.config;
  dropDisabled(node, undefined, context);
}

export function prepareNodeForUpdate(node: Node, old: Node, context: RuleContext): void {
  keepStatus(node, old);
  if (!old.spec?.configSource) delete node.spec?.configSource;
  dropDisabled(node, old, context);
}

function dropDisabled({ spec, status }: Node, old: Node | undefined, { gate }: RuleContext): void {
  if (!gate('NodeDeclaredFeatures') && !old?.status?.declaredFeatures) delete status?.declaredFeatures;
  if (!gate('InPlacePodVerticalScalingSchedulerPreemption') && !old?.spec?.podPreemptionPolicy) delete spec?.podPreemptionPolicy;
}

export function prepareNodeForStatusUpdate(node: Node, old: Node, { gate }: RuleContext): void {
  keepSpec(node, old);
  if (!old.status?.config) delete node.status?.config;
  if (!gate('KubeletInUserNamespace') && old.status?.nodeInfo?.runningInUserNamespace === undefined)
    delete node.status?.nodeInfo?.runningInUserNamespace;
}
