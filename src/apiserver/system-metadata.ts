import type { Cluster } from '../cluster/cluster.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';

const MAX_GENERATED_BASE = 58;

/** Removes from a new object's metadata what only the system may set. */
export function wipeSystemMetadata(metadata: ObjectMeta): void {
  delete metadata.creationTimestamp;
  delete metadata.uid;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.managedFields;
}

/** Gives a new object its uid, its time of creation and, from `generateName`, its name. */
export function fillSystemMetadata(metadata: ObjectMeta, cluster: Cluster): void {
  metadata.creationTimestamp = cluster.clock.timestamp();
  metadata.uid = cluster.source.uid();
  if (!metadata.name && metadata.generateName) metadata.name = generatedName(metadata.generateName, cluster);
}

/** The base, cut so that the name fits 63 characters, and five random ones. */
const generatedName = (base: string, cluster: Cluster): string => `${base.slice(0, MAX_GENERATED_BASE)}${cluster.source.suffix()}`;
