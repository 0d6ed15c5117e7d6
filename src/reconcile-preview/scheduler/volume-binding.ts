import type { ReadView } from '../../cluster/store.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../model/kinds/core-v1.ts';
import { attempt, type Work } from '../intent.ts';
import { translateForNode } from '../in-tree-volumes/translate.ts';
import { getObject, type Typed } from '../kind.ts';
import { NODE } from '../kinds.ts';
import type { VolumePlan } from './volume-plan.ts';
import {
  BOUND_BY_CONTROLLER,
  CSI_NODE,
  isFullyBound,
  isReachable,
  isVolumeFor,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  SELECTED_NODE,
} from './volumes.ts';

/** Reserves the volumes and asks provisioners for the rest; the volume controller does the binding. */
export function* bindVolumes({ nodeName, bindings, provisions }: VolumePlan): Work {
  for (const { volume, claim } of bindings) yield* attempt({ type: 'update', object: reserved(volume, claim) });
  for (const claim of provisions) {
    const annotations = { ...claim.metadata.annotations, [SELECTED_NODE]: nodeName };
    yield* attempt({ type: 'update', object: { ...claim, metadata: { ...claim.metadata, annotations } } });
  }
}

function reserved(volume: Typed<PersistentVolume>, claim: Typed<PersistentVolumeClaim>): Typed<PersistentVolume> {
  const { namespace, name, uid, resourceVersion } = claim.metadata;
  return {
    ...volume,
    metadata: isVolumeFor(volume, claim)
      ? volume.metadata
      : { ...volume.metadata, annotations: { ...volume.metadata.annotations, [BOUND_BY_CONTROLLER]: 'yes' } },
    spec: { ...volume.spec, claimRef: { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion } },
  };
}

/** Whether all claims of a plan have their volumes by now, or why they cannot get them at the node. */
export type BindingProgress = 'bound' | 'waiting' | { readonly problem: string };

export function bindingProgress({ nodeName, bindings, provisions }: VolumePlan, view: ReadView): BindingProgress {
  const current = (claim: Typed<PersistentVolumeClaim>): Typed<PersistentVolumeClaim> | undefined =>
    getObject(view, PERSISTENT_VOLUME_CLAIM, claim.metadata.namespace ?? '', claim.metadata.name ?? '');
  for (const { volume, claim } of bindings) {
    const problem = reachProblem(getObject(view, PERSISTENT_VOLUME, '', volume.metadata.name ?? ''), nodeName, view);
    if (problem !== undefined) return { problem };
    if (!isFullyBound(current(claim) ?? claim)) return 'waiting';
  }
  for (const planned of provisions) {
    const claim = current(planned) ?? planned;
    const problem = reachProblem(getObject(view, PERSISTENT_VOLUME, '', claim.spec?.volumeName ?? ''), nodeName, view);
    if (problem !== undefined) return { problem };
    if (!isFullyBound(claim)) return 'waiting';
  }
  return 'bound';
}

/** Volumes of plugins that have moved to drivers are chosen by what they say themselves, and then looked at as the driver's. */
function reachProblem(volume: Typed<PersistentVolume> | undefined, nodeName: string, view: ReadView): string | undefined {
  const node = getObject(view, NODE, '', nodeName);
  if (!volume || !node) return undefined;
  const translated = translateForNode(volume, getObject(view, CSI_NODE, '', nodeName));
  if ('problem' in translated) return `failed to translate pv to csi: could not translate pv: ${translated.problem}`;
  if (isReachable(translated, { name: nodeName, labels: node.metadata.labels ?? {} })) return undefined;
  return `pv "${volume.metadata.name ?? ''}" node affinity doesn't match node "${nodeName}": no matching NodeSelectorTerms`;
}
