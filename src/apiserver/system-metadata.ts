import type { Cluster } from '../cluster/cluster.ts';
import type { ObjectMeta } from '../model/kinds/meta-v1.ts';

const MAX_GENERATED_BASE = 58;
const MAX_NAME_TRIES = 8;

/** Removes from a new object's metadata what only the system may set. */
export function wipeSystemMetadata(metadata: ObjectMeta): void {
  delete metadata.creationTimestamp;
  delete metadata.uid;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  delete metadata.managedFields;
}

/** Gives a new object its uid, its time of creation and, from `generateName`, a name that is free as far as some tries find one. */
export function fillSystemMetadata(metadata: ObjectMeta, cluster: Cluster, isTaken: (name: string) => boolean): void {
  metadata.creationTimestamp = cluster.clock.timestamp();
  metadata.uid = cluster.source.uid();
  if (metadata.name || !metadata.generateName) return;
  for (let tries = 0; tries < MAX_NAME_TRIES; tries++) {
    metadata.name = generatedName(metadata.generateName, cluster);
    if (!isTaken(metadata.name)) return;
  }
}

/** The base, cut so that the name fits 63 characters, and five random ones. */
const generatedName = (base: string, cluster: Cluster): string => `${base.slice(0, MAX_GENERATED_BASE)}${cluster.source.suffix()}`;
