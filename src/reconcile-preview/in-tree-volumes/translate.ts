import type { KubernetesObject } from '../../cluster/object.ts';
import type { PersistentVolume, Volume } from '../../model/kinds/core-v1.ts';
import type { CSINode } from '../../model/kinds/storage-v1.ts';
import { without } from '../../model/without.ts';
import type { Typed } from '../kind.ts';
import type { InTreePlugin, InlineDriverVolume, Untranslatable } from './in-tree-plugin.ts';
import { IN_TREE_PLUGINS } from './plugins/all.ts';

/** The plugin by this name that has moved to a driver; undefined where there is none, as for provisioners that are drivers themselves. */
export const inTreePlugin = (name: string): InTreePlugin | undefined => IN_TREE_PLUGINS.find((plugin) => plugin.name === name);

/** The plugin whose volume this is: one that a pod brings along, or the spec of a persistent one. */
export const inTreePluginOf = (volume: Volume | NonNullable<PersistentVolume['spec']>): InTreePlugin | undefined =>
  IN_TREE_PLUGINS.find(({ field }) => volume[field] !== undefined);

/** A persistent volume as controllers see it: one of a moved plugin is one of its driver's, as csi-translation-lib makes it. */
export function translateVolume(volume: Typed<PersistentVolume>): Typed<PersistentVolume> | Untranslatable {
  const plugin = inTreePluginOf(volume.spec ?? {});
  return plugin ? translateWith(plugin, volume) : volume;
}

function translateWith(plugin: InTreePlugin, volume: Typed<PersistentVolume>): Typed<PersistentVolume> | Untranslatable {
  const translated = plugin.translate(volume);
  if ('problem' in translated) return translated;
  const { csi, nodeAffinity, accessModes } = translated;
  return {
    ...volume,
    spec: {
      ...without(volume.spec ?? {}, plugin.field),
      csi,
      ...(nodeAffinity && { nodeAffinity }),
      ...(accessModes && { accessModes: [...accessModes] }),
    },
  };
}

/** A volume that a pod brings along, as one of its driver's; undefined for one that belongs to no driver. */
export const translateInline = (volume: Volume, namespace: string): InlineDriverVolume | Untranslatable | undefined =>
  inTreePluginOf(volume)?.translateInline(volume, namespace);

/** A volume as the scheduler sees it from a node: it is the driver's where the plugin has moved there. */
export function translateForNode(
  volume: Typed<PersistentVolume>,
  csiNode: Typed<CSINode> | undefined,
): Typed<PersistentVolume> | Untranslatable {
  const plugin = inTreePluginOf(volume.spec ?? {});
  return plugin?.isScheduled && isMovedOn(csiNode, plugin) ? translateWith(plugin, volume) : volume;
}

/** Whether a node says that its kubelet leaves a plugin's volumes to the driver. */
export const isMovedOn = (csiNode: Typed<CSINode> | undefined, { name }: InTreePlugin): boolean =>
  (csiNode && migratedPlugins(csiNode)?.split(',').includes(name)) ?? false;

/** The plugins that have moved on the node of a CSINode, with commas between them. */
export const migratedPlugins = ({ metadata }: KubernetesObject): string | undefined =>
  metadata.annotations?.['storage.alpha.kubernetes.io/migrated-plugins'];
