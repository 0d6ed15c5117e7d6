import type { PersistentVolumeClaim, Volume } from '../../../../model/kinds/core-v1.ts';
import type { CSINode } from '../../../../model/kinds/storage-v1.ts';
import { isSince } from '../../../../schema/release.ts';
import type { InTreePlugin, Untranslatable } from '../../../in-tree-volumes/in-tree-plugin.ts';
import { portworx } from '../../../in-tree-volumes/plugins/portworx.ts';
import { inTreePlugin, inTreePluginOf, isMovedOn, translateVolume } from '../../../in-tree-volumes/translate.ts';
import { asKind, getObject, listObjects, type Typed } from '../../../kind.ts';
import { onObject, onPod } from '../../cluster-event.ts';
import type { CycleContext, Plugin } from '../../framework.ts';
import type { NodeInfo } from '../../node-info.ts';
import type { PodInfo } from '../../pod-info.ts';
import { failure, fits, unresolvable, unschedulable, type Verdict } from '../../verdict.ts';
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

/** A node takes no more volumes of a CSI driver than the driver says it can; those of plugins that have moved to a driver count as well. */
export const nodeVolumeLimits: Plugin = {
  name: 'NodeVolumeLimits',
  preFilter: (pod, context) => {
    if (!(pod.spec.volumes ?? []).some(mayBeAttached)) return 'skip';
    const wanted = volumesOf(pod, context);
    return { filter: (node) => ('missing' in wanted ? unresolvable(wanted.missing) : judge(wanted.volumes, node, context)) };
  },
  events: [
    onObject('CSINode', ['Add']),
    onObject('CSINode', ['Update'], (_pod, before, after) =>
      limitsGrow(before && asKind(before, CSI_NODE), after && asKind(after, CSI_NODE)),
    ),
    onPod('AssignedPod', ['Delete'], (_pod, before) => (before?.spec.volumes ?? []).some(mayBeAttached)),
    onObject('PersistentVolumeClaim', ['Add'], ({ claims }, _before, after) =>
      claims.includes(`${after?.metadata.namespace ?? ''}/${after?.metadata.name ?? ''}`),
    ),
    onObject('VolumeAttachment', ['Delete'], ({ spec }, before) => {
      const attacher = before && asKind(before, VOLUME_ATTACHMENT)?.spec?.attacher;
      return (spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim ?? inTreePluginOf(volume)?.driver === attacher);
    }),
  ],
};

const mayBeAttached = (volume: Volume): boolean =>
  Boolean(volume.persistentVolumeClaim ?? volume.ephemeral) || inTreePluginOf(volume) !== undefined;

/** A volume of a pod to its driver. */
interface AttachableVolume {
  /** Where it belongs to a plugin that has moved: it counts only on nodes where the plugin has. */
  readonly plugin?: InTreePlugin;
  readonly driver: string;
  /** Its name at the driver, or why it has none. */
  readonly handle: string | Untranslatable;
}

/** Driver of each volume, by a name that is unique in the cluster. */
type Drivers = ReadonlyMap<string, string>;

function judge(wanted: readonly AttachableVolume[], node: NodeInfo, context: CycleContext): Verdict {
  if (wanted.length === 0) return fits;
  const csiNode = getObject(context.view, CSI_NODE, '', node.name);
  const drivers = driversOn(csiNode, wanted, context);
  if ('problem' in drivers) return failure(drivers.problem);
  if (drivers.size === 0) return fits;
  if (isSince(context.release, '1.37')) {
    const absent = [...drivers.values()].find((driver) => !isInstalled(driver, csiNode, context));
    if (absent !== undefined) return unschedulable(`${absent} CSI driver is not installed on the node`);
  }
  const limits = limitsOf(csiNode);
  if (limits.size === 0) return fits;
  const attached = attachedTo(node, csiNode, context);
  if ('problem' in attached) return failure(attached.problem);
  for (const [driver, limit] of limits) {
    const count = (volumes: Drivers, isNew: boolean): number =>
      [...volumes].filter(([name, of]) => of === driver && (!isNew || !attached.has(name))).length;
    const more = count(drivers, true);
    if (more > 0 && count(attached, false) + more > limit) return unschedulable('node(s) exceed max volume count');
  }
  return fits;
}

/** The volumes that count on a node. */
function driversOn(
  csiNode: Typed<CSINode> | undefined,
  volumes: readonly AttachableVolume[],
  context: CycleContext,
): Drivers | Untranslatable {
  const drivers = new Map<string, string>();
  for (const { plugin, driver, handle } of volumes) {
    if (plugin && !isCounted(plugin, csiNode, context)) continue;
    if (typeof handle !== 'string') return handle;
    drivers.set(`${driver}/${handle}`, driver);
  }
  return drivers;
}

/** Whether a node leaves a plugin's volumes to the driver. It need only have a CSINode; of Portworx it has to say so before 1.36. */
function isCounted(plugin: InTreePlugin, csiNode: Typed<CSINode> | undefined, { release }: CycleContext): boolean {
  if (!plugin.isScheduled || !csiNode) return false;
  return isSince(release, '1.36') || plugin !== portworx || isMovedOn(csiNode, plugin);
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

function attachedTo(node: NodeInfo, csiNode: Typed<CSINode> | undefined, context: CycleContext): Drivers | Untranslatable {
  const volumes = node.pods.flatMap((pod) => {
    const found = volumesOf(pod, context, true);
    return 'volumes' in found ? found.volumes : [];
  });
  const ofPods = driversOn(csiNode, volumes, context);
  if ('problem' in ofPods) return ofPods;
  const attached = new Map(ofPods);
  for (const { spec } of listObjects(context.view, VOLUME_ATTACHMENT)) {
    const csi = getObject(context.view, PERSISTENT_VOLUME, '', spec?.source?.persistentVolumeName ?? '')?.spec?.csi;
    if (spec?.nodeName === node.name && spec.attacher && csi) attached.set(`${spec.attacher}/${csi.volumeHandle ?? ''}`, spec.attacher);
  }
  return attached;
}

function volumesOf(
  pod: PodInfo,
  { view }: CycleContext,
  isLenient = false,
): { readonly volumes: readonly AttachableVolume[] } | { readonly missing: string } {
  const volumes: AttachableVolume[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const name = claimNameOf(pod.name, volume);
    if (name === undefined) {
      volumes.push(...inlineVolume(volume, pod.namespace));
      continue;
    }
    const claim = getObject(view, PERSISTENT_VOLUME_CLAIM, pod.namespace, name);
    if (!claim && isLenient) continue;
    if (!claim) return { missing: `looking up PVC ${pod.namespace}/${name}: persistentvolumeclaim "${name}" not found` };
    volumes.push(...claimedVolume(claim, view));
  }
  return { volumes };
}

function inlineVolume(volume: Volume, namespace: string): AttachableVolume[] {
  const plugin = inTreePluginOf(volume);
  if (!plugin) return [];
  const translated = plugin.translateInline(volume, namespace);
  const handle =
    'problem' in translated
      ? { problem: `converting volume(${volume.name ?? ''}) from inline to csi: ${translated.problem}` }
      : (translated.csi.volumeHandle ?? '');
  return [{ plugin, driver: plugin.driver, handle }];
}

/** The volume that a claim has or will get; none where nobody can tell its driver. */
function claimedVolume(claim: PersistentVolumeClaim, view: CycleContext['view']): AttachableVolume[] {
  const volume = getObject(view, PERSISTENT_VOLUME, '', claim.spec?.volumeName ?? '');
  if (volume) {
    const translated = translateVolume(volume);
    const { driver = '', volumeHandle = '' } = ('problem' in translated ? undefined : translated.spec?.csi) ?? {};
    return driver === '' || volumeHandle === '' ? [] : [attachable(inTreePluginOf(volume.spec ?? {}), driver, volumeHandle)];
  }
  const provisioner = getObject(view, STORAGE_CLASS, '', classOfClaim(claim))?.provisioner ?? '';
  if (provisioner === '') return [];
  const plugin = inTreePlugin(provisioner);
  const handle = `unbound ${claim.metadata?.namespace ?? ''}/${claim.metadata?.name ?? ''}`;
  return [attachable(plugin, plugin?.driver ?? provisioner, handle)];
}

const attachable = (plugin: InTreePlugin | undefined, driver: string, handle: string): AttachableVolume => ({
  ...(plugin && { plugin }),
  driver,
  handle,
});
