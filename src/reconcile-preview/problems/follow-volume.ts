import { fieldPath, index } from '../../model/field-path.ts';
import type { NodeSelectorRequirement, PersistentVolume } from '../../model/kinds/core-v1.ts';
import { getObject, type Typed } from '../kind.ts';
import { matchesNodeSelector } from '../scheduler/node-selector.ts';
import { claimNameOf, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../scheduler/volumes.ts';
import type { NodeStep, StepContext } from './node-steps.ts';

/** A pod whose volume is where no node is: its volume does not move, so a node has to come. */
export function followVolume({ pod, nearest: [first], scene: { view } }: StepContext): NodeStep {
  const { namespace = '', name: podName = '' } = pod.metadata;
  for (const [i, volume] of (pod.spec?.volumes ?? []).entries()) {
    const name = claimNameOf(podName, volume);
    const claim = name === undefined ? undefined : getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
    const found = claim && getObject(view, PERSISTENT_VOLUME, '', claim.spec?.volumeName ?? '');
    const where = found && first ? placeOf(found, { name: first.node.name, labels: first.node.labels }) : undefined;
    if (!found || where === undefined) continue;
    const path = index(fieldPath('spec', 'volumes'), i);
    const claimText = `PersistentVolumeClaim ${namespace}/${name ?? ''}`;
    return { path, remedy: `bring a node with ${where}: PersistentVolume ${found.metadata.name ?? ''} of ${claimText} is only there` };
  }
  return { path: fieldPath('spec', 'volumes') };
}

/** The labels of nodes that have a volume, where a node is none of them. */
function placeOf(
  { spec, metadata }: Typed<PersistentVolume>,
  node: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
): string | undefined {
  const required = spec?.nodeAffinity?.required;
  if (required && !matchesNodeSelector(required, node))
    return (required.nodeSelectorTerms ?? [])
      .map(({ matchExpressions = [] }) => matchExpressions.map(requirementText).join(' and '))
      .join(', or ');
  const zones = ZONE_LABELS.flatMap((label) => {
    const value = metadata.labels?.[label];
    return value === undefined || value.split('__').includes(node.labels[label] ?? '') ? [] : [`${label}=${value.replace(/__/g, ' or ')}`];
  });
  return zones.length > 0 ? zones.join(' and ') : undefined;
}

const ZONE_LABELS = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];

function requirementText({ key = '', operator = '', values = [] }: NodeSelectorRequirement): string {
  if (operator === 'In') return `${key}=${values.join(' or ')}`;
  return values.length === 0 ? `${key} ${operator}` : `${key} ${operator} (${values.join(', ')})`;
}
