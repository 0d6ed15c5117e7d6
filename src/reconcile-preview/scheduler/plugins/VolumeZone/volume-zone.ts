import type { PersistentVolume } from '../../../../model/kinds/core-v1.ts';
import type { KubernetesObject } from '../../../../cluster/object.ts';
import { deepEqual } from '../../../../model/json.ts';
import { asKind, getObject } from '../../../kind.ts';
import { onNode, onObject } from '../../cluster-event.ts';
import type { CycleContext, Plugin } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { labelOf, type Labels } from '../../selector.ts';
import { fits, isRejection, unresolvable, type Rejection } from '../../verdict.ts';
import { classOfClaim, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, STORAGE_CLASS } from '../../volumes.ts';

const ZONE = 'topology.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const BETA: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': ZONE,
  'failure-domain.beta.kubernetes.io/region': REGION,
};
const TOPOLOGY_LABELS = [...Object.keys(BETA), ZONE, REGION];

/** A label of a volume, and the values a node may have for it. */
interface Topology {
  readonly key: string;
  readonly values: readonly string[];
}

/** A volume that says its zone or region can only be used there. */
export const volumeZone: Plugin = {
  name: 'VolumeZone',
  preFilter: (pod, context) => {
    const topologies = topologiesOfPod(pod, context);
    if ('kind' in topologies) return topologies;
    if (topologies.length === 0) return 'skip';
    return {
      filter: ({ labels }) => (isInTopologies(labels, topologies) ? fits : unresolvable('node(s) had no available volume zone')),
    };
  },
  events: [
    onObject('StorageClass', ['Add'], (_pod, _before, after) => bindsLate(after)),
    onNode(['Add', 'UpdateNodeLabel']),
    onObject('PersistentVolumeClaim', ['Add', 'Update'], ({ claims }, _before, after) =>
      claims.includes(`${after?.metadata.namespace ?? ''}/${after?.metadata.name ?? ''}`),
    ),
    onObject(
      'PersistentVolume',
      ['Add', 'Update'],
      (_pod, before, after) => !before || !deepEqual(topologiesOf(before), after && topologiesOf(after)),
    ),
  ],
};

const bindsLate = (object: KubernetesObject | undefined): boolean =>
  object !== undefined && asKind(object, STORAGE_CLASS)?.volumeBindingMode === 'WaitForFirstConsumer';

function topologiesOfPod({ spec, namespace }: PodInfo, { view }: CycleContext): readonly Topology[] | Rejection {
  const topologies: Topology[] = [];
  for (const { persistentVolumeClaim } of spec.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const found = volumeOfClaim(namespace, persistentVolumeClaim.claimName ?? '', view);
    if (found === 'later') continue;
    if (isRejected(found)) return found;
    topologies.push(...topologiesOf(found));
  }
  return topologies;
}

function volumeOfClaim(namespace: string, name: string, view: CycleContext['view']): PersistentVolume | Rejection | 'later' {
  if (name === '') return unresolvable('PersistentVolumeClaim had no name');
  const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
  if (!claim) return unresolvable(`persistentvolumeclaim "${name}" not found`);
  const volumeName = claim.spec?.volumeName ?? '';
  if (volumeName !== '')
    return getObject(view, PERSISTENT_VOLUME, '', volumeName) ?? unresolvable(`persistentvolume "${volumeName}" not found`);
  const className = classOfClaim(claim);
  if (className === '') return unresolvable('PersistentVolumeClaim had no pv name and storageClass name');
  const storageClass = getObject(view, STORAGE_CLASS, '', className);
  if (!storageClass) return unresolvable(`storageclass.storage.k8s.io "${className}" not found`);
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer' ? 'later' : unresolvable('PersistentVolume had no name');
}

const isRejected = (found: PersistentVolume | Rejection): found is Rejection => 'reasons' in found && isRejection(found);

/** A zone label lists its values with `__` between them; one with an empty part says nothing. */
function topologiesOf({ metadata }: PersistentVolume): Topology[] {
  return TOPOLOGY_LABELS.flatMap((key) => {
    const values = labelOf(metadata?.labels ?? {}, key)
      ?.split('__')
      .map((value) => value.trim());
    return values && values.every((value) => value !== '') ? [{ key, values }] : [];
  });
}

/** A node without any zone label is taken to be in every zone. */
function isInTopologies(labels: Labels, topologies: readonly Topology[]): boolean {
  if (TOPOLOGY_LABELS.every((key) => labelOf(labels, key) === undefined)) return true;
  return topologies.every(({ key, values }) => {
    const value = labelOf(labels, key) ?? labelOf(labels, BETA[key] ?? key);
    return value !== undefined && values.includes(value);
  });
}
