import type { PersistentVolume, PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { deepEqual } from '../../../model/json.ts';
import { inTreePlugin } from '../../in-tree-volumes/translate.ts';
import { update, type Work } from '../../intent.ts';
import { draft, type Typed } from '../../kind.ts';

export const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
export const BETA_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
const MIGRATED_TO = 'pv.kubernetes.io/migrated-to';
/** Provisioners that are, or once were, part of Kubernetes. */
export const IN_TREE = 'kubernetes.io/';
/** Keeps a volume until the controller itself has deleted what is behind it. */
const IN_TREE_FINALIZER = 'kubernetes.io/pv-controller';
const DRIVER_FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';

type Annotations = Readonly<Record<string, string>>;

/** Annotations of what a provisioner has made, or is to make, with the driver that it has moved to. */
export function migrated(annotations: Annotations, provisioner: string): Annotations {
  const { [MIGRATED_TO]: before, ...others } = annotations;
  const driver = inTreePlugin(provisioner)?.driver;
  if (before === driver) return annotations;
  return driver === undefined ? others : { ...others, [MIGRATED_TO]: driver };
}

export const provisionerOf = ({ metadata: { annotations = {} } }: Typed<PersistentVolumeClaim>): string | undefined =>
  annotations[PROVISIONER] ?? annotations[BETA_PROVISIONER];

/** Says on a claim which driver its provisioner has moved to. */
export function* annotateMigration(
  claim: Typed<PersistentVolumeClaim>,
  provisioner: string | undefined,
): Work<Typed<PersistentVolumeClaim>> {
  if (provisioner === undefined) return claim;
  const { annotations = {} } = claim.metadata;
  const wanted = migrated(annotations, provisioner);
  if (wanted === annotations) return claim;
  const next = draft(claim);
  next.metadata.annotations = wanted;
  return yield* update(next, 'its provisioner has moved to a driver, or back');
}

/** The same on a volume that was provisioned, which loses or gets the finalizer of whoever is to delete it. */
export function* annotateVolume(volume: Typed<PersistentVolume>): Work<Typed<PersistentVolume>> {
  const { annotations = {}, finalizers = [] } = volume.metadata;
  const provisioner = annotations[PROVISIONED_BY];
  if (provisioner === undefined) return volume;
  const wanted = migrated(annotations, provisioner);
  const kept = finalizersFor(finalizers, provisioner, volume.spec?.persistentVolumeReclaimPolicy);
  if (wanted === annotations && deepEqual(kept, finalizers)) return volume;
  const next = draft(volume);
  next.metadata.annotations = wanted;
  if (kept.length > 0) next.metadata.finalizers = kept;
  else delete next.metadata.finalizers;
  return yield* update(next, 'its provisioner has moved to a driver, or back');
}

function finalizersFor(finalizers: readonly string[], provisioner: string, policy: string | undefined): string[] {
  const others = finalizers.filter((finalizer) => finalizer !== IN_TREE_FINALIZER);
  if (inTreePlugin(provisioner)) return others;
  if (!provisioner.startsWith(IN_TREE)) return [...finalizers];
  const kept = policy !== 'Delete' ? others : others.length < finalizers.length ? finalizers : [...finalizers, IN_TREE_FINALIZER];
  return kept.filter((finalizer) => finalizer !== DRIVER_FINALIZER);
}

/** Whether the driver that its provisioner has moved to takes care of a volume. */
export const isMigrated = ({ metadata }: Typed<PersistentVolume>): boolean => Boolean(metadata.annotations?.[MIGRATED_TO]);

/** The provisioner that has made a volume. */
export const provisionedBy = ({ metadata }: Typed<PersistentVolume>): string => metadata.annotations?.[PROVISIONED_BY] ?? '';

/** Lets a volume go that the controller has deleted. */
export const withoutOwnFinalizer = (finalizers: readonly string[]): string[] =>
  finalizers.filter((finalizer) => finalizer !== IN_TREE_FINALIZER);
