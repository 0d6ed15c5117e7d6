import type { PersistentVolumeClaim } from '../../../../model/kinds/core-v1.ts';
import type { CSINode } from '../../../../model/kinds/storage-v1.ts';
import { isSince } from '../../../../schema/release.ts';
import { asKind, getObject, listObjects } from '../../../kind.ts';
import { onObject, onPod } from '../../cluster-event.ts';
import type { CycleContext, Plugin } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { fits, unresolvable, unschedulable, type Verdict } from '../../verdict.ts';
import {
  claimNameOf,
  classOfClaim,
  CSI_DRIVER,
  CSI_NODE,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  STORAGE_CLASS,
  VOLUME_ATTACHMENT,
} from '../../volumes.ts';

/**
 * A node takes no more volumes of a CSI driver than the driver says it can. Volumes of in-tree plugins that have moved to CSI drivers are not counted:
 * that would need the translation of their names.
 */
export const nodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  preFilter: (pod, context) => {
    if (!(pod.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim ?? volume.ephemeral)) return 'skip';
    const wanted = volumesOf(pod, context);
    return { filter: (node) => ('missing' in wanted ? unresolvable(wanted.missing) : judge(wanted.drivers, node, context)) };
  },
  events: [
    onObject('CSINode', ['Add']),
    onObject('CSINode', ['Update'], (_pod, before, after) =>
      limitsGrow(before && asKind(before, CSI_NODE), after && asKind(after, CSI_NODE)),
    ),
    onPod('AssignedPod', ['Delete'], (_pod, before) =>
      (before?.spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim ?? volume.ephemeral),
    ),
    onObject('PersistentVolumeClaim', ['Add'], ({ claims }, _before, after) =>
      claims.includes(`${after?.metadata.namespace ?? ''}/${after?.metadata.name ?? ''}`),
    ),
    onObject('VolumeAttachment', ['Delete']),
  ],
};

/** Driver of each volume, by a name that is unique in the cluster. */
type Drivers = ReadonlyMap<string, string>;

function judge(wanted: Drivers, node: NodeInfo, context: CycleContext): Verdict {
  if (wanted.size === 0) return fits;
  const csiNode = getObject(context.view, CSI_NODE, '', node.name);
  if (isSince(context.release, '1.37')) {
    const absent = [...wanted.values()].find((driver) => !isInstalled(driver, csiNode, context));
    if (absent !== undefined) return unschedulable(`${absent} CSI driver is not installed on the node`);
  }
  const limits = limitsOf(csiNode);
  if (limits.size === 0) return fits;
  const attached = attachedTo(node, context);
  for (const [driver, limit] of limits) {
    const count = (drivers: Drivers, isNew: boolean): number =>
      [...drivers].filter(([name, of]) => of === driver && (!isNew || !attached.has(name))).length;
    const more = count(wanted, true);
    if (more > 0 && count(attached, false) + more > limit) return unschedulable('node(s) exceed max volume count');
  }
  return fits;
}

/** Whether a driver that must be on the node is there; most drivers need not be. */
const isInstalled = (driver: string, csiNode: CSINode | undefined, { view }: CycleContext): boolean =>
  !getObject(view, CSI_DRIVER, '', driver)?.spec?.preventPodSchedulingIfMissing ||
  (csiNode?.spec?.drivers ?? []).some(({ name }) => name === driver);

const limitsOf = (csiNode: CSINode | undefined): ReadonlyMap<string, number> =>
  new Map(
    (csiNode?.spec?.drivers ?? []).flatMap(({ name = '', allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count]],
    ),
  );

const limitsGrow = (before: CSINode | undefined, after: CSINode | undefined): boolean =>
  [...limitsOf(after)].some(([driver, limit]) => limit > (limitsOf(before).get(driver) ?? -1)) ||
  limitsOf(before).size > limitsOf(after).size;

function attachedTo(node: NodeInfo, context: CycleContext): Drivers {
  const attached = new Map<string, string>();
  for (const pod of node.pods) {
    const volumes = volumesOf(pod, context, true);
    if ('drivers' in volumes) for (const [name, driver] of volumes.drivers) attached.set(name, driver);
  }
  for (const { spec } of listObjects(context.view, VOLUME_ATTACHMENT)) {
    const csi = getObject(context.view, PERSISTENT_VOLUME, '', spec?.source?.persistentVolumeName ?? '')?.spec?.csi;
    if (spec?.nodeName === node.name && spec.attacher && csi) attached.set(`${spec.attacher}/${csi.volumeHandle ?? ''}`, spec.attacher);
  }
  return attached;
}

function volumesOf(pod: PodInfo, { view }: CycleContext, isLenient = false): { readonly drivers: Drivers } | { readonly missing: string } {
  const drivers = new Map<string, string>();
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod.name, volume);
    if (name === undefined) continue;
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, pod.namespace, name);
    if (!claim && isLenient) continue;
    if (!claim) return { missing: `looking up PVC ${pod.namespace}/${name}: persistentvolumeclaim "${name}" not found` };
    const found = driverOf(claim, view);
    if (found) drivers.set(`${found.driver}/${found.handle}`, found.driver);
  }
  return { drivers };
}

function driverOf(
  claim: PersistentVolumeClaim,
  view: CycleContext['view'],
): { readonly driver: string; readonly handle: string } | undefined {
  const volume = getObject(view, PERSISTENT_VOLUME, '', claim.spec?.volumeName ?? '');
  if (volume) {
    const { driver = '', volumeHandle = '' } = volume.spec?.csi ?? {};
    return driver === '' || volumeHandle === '' ? undefined : { driver, handle: volumeHandle };
  }
  const provisioner = getObject(view, STORAGE_CLASS, '', classOfClaim(claim))?.provisioner ?? '';
  if (provisioner === '' || provisioner.startsWith('kubernetes.io/')) return undefined;
  return { driver: provisioner, handle: `unbound ${claim.metadata?.namespace ?? ''}/${claim.metadata?.name ?? ''}` };
}
