import type { PersistentVolumeClaim, Volume } from '../../../../model/kinds/core-v1.ts';
import { getObject } from '../../../kind.ts';
import { onNode, onObject, onPod } from '../../cluster-event.ts';
import type { CycleContext, FilterPass, Plugin, WhatIfPass } from '../../framework.ts';
import type { PodInfo } from '../../pod-info.ts';
import { fits, unresolvable, unschedulable } from '../../verdict.ts';
import { PERSISTENT_VOLUME_CLAIM } from '../../volumes.ts';

/** Volumes that only one pod may use at a time. */
export const volumeRestrictions: Plugin = {
  name: 'VolumeRestrictions',
  preFilter: (pod, context) => {
    const exclusive = exclusiveClaims(pod, context);
    if ('missing' in exclusive) return unresolvable(`persistentvolumeclaim "${exclusive.missing}" not found`);
    const inUse = exclusive.names.filter((name) => context.snapshot.usesClaim(`${pod.namespace}/${name}`)).length;
    if (inUse === 0 && !(pod.spec.volumes ?? []).some(isExclusiveDisk)) return 'skip';
    return passOf(pod, new Set(exclusive.names), inUse);
  },
  events: [
    onPod('AssignedPod', ['Delete'], (pod, before) => {
      if (!before || before.namespace !== pod.namespace) return false;
      return conflictsOnDisk(pod, before) || pod.claims.some((claim) => before.claims.includes(claim));
    }),
    onNode(['Add']),
    onObject('PersistentVolumeClaim', ['Add'], ({ claims }, _before, after) =>
      claims.includes(`${after?.metadata.namespace ?? ''}/${after?.metadata.name ?? ''}`),
    ),
  ],
};

/** Names of the pod's claims with the access mode ReadWriteOncePod, or of a claim that does not exist. */
function exclusiveClaims(
  { spec, namespace }: PodInfo,
  { view }: CycleContext,
): { readonly names: readonly string[] } | { readonly missing: string } {
  const names: string[] = [];
  for (const { persistentVolumeClaim } of spec.volumes ?? []) {
    if (!persistentVolumeClaim) continue;
    const name = persistentVolumeClaim.claimName ?? '';
    const claim: PersistentVolumeClaim | undefined = getObject(view, PERSISTENT_VOLUME_CLAIM, namespace, name);
    if (!claim) return { missing: name };
    if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) names.push(name);
  }
  return { names: [...new Set(names)] };
}

function passOf(pod: PodInfo, exclusive: ReadonlySet<string>, inUse: number): WhatIfPass {
  let uses = inUse;
  const usesOf = ({ spec }: PodInfo): number =>
    (spec.volumes ?? []).filter(
      ({ persistentVolumeClaim }) => persistentVolumeClaim && exclusive.has(persistentVolumeClaim.claimName ?? ''),
    ).length;
  const filter: FilterPass['filter'] = ({ pods }) => {
    if (pods.some((other) => conflictsOnDisk(pod, other))) return unschedulable('node(s) had no available disk');
    if (uses > 0)
      return unschedulable(
        'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
      );
    return fits;
  };
  return {
    filter,
    fork: () => passOf(pod, exclusive, uses),
    addPod: (other) => void (uses += usesOf(other)),
    removePod: (other) => void (uses -= usesOf(other)),
  };
}

const isExclusiveDisk = ({ gcePersistentDisk, awsElasticBlockStore, rbd, iscsi }: Volume): boolean =>
  Boolean(gcePersistentDisk ?? awsElasticBlockStore ?? rbd ?? iscsi);

const conflictsOnDisk = (pod: PodInfo, other: PodInfo): boolean =>
  (pod.spec.volumes ?? []).some(
    (volume) => isExclusiveDisk(volume) && (other.spec.volumes ?? []).some((existing) => isSameDisk(volume, existing)),
  );

/** Whether two volumes are the same disk and may not be mounted twice; most disks may when both mounts are read-only. */
function isSameDisk(a: Volume, b: Volume): boolean {
  if (a.gcePersistentDisk && b.gcePersistentDisk && a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName) {
    if (!(a.gcePersistentDisk.readOnly && b.gcePersistentDisk.readOnly)) return true;
  }
  if (a.awsElasticBlockStore && b.awsElasticBlockStore && a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID) return true;
  if (a.iscsi && b.iscsi && a.iscsi.iqn === b.iscsi.iqn && !(a.iscsi.readOnly && b.iscsi.readOnly)) return true;
  if (!a.rbd || !b.rbd || (a.rbd.readOnly && b.rbd.readOnly)) return false;
  const monitors = b.rbd.monitors ?? [];
  return a.rbd.pool === b.rbd.pool && a.rbd.image === b.rbd.image && (a.rbd.monitors ?? []).some((monitor) => monitors.includes(monitor));
}
