import type { PersistentVolume, PersistentVolumeClaim } from '../../../model/kinds/core-v1.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { quantityOf } from '../../../model/pod-resources.ts';
import { compareQuantities } from '../../../model/quantity.ts';
import type { Typed } from '../../kind.ts';
import { capacityOf, classOfClaim, classOfVolume, isVolumeFor } from '../../scheduler/volumes.ts';

type Volume = Typed<PersistentVolume>;
type Claim = Typed<PersistentVolumeClaim>;

/** Why a volume does not do for a claim that names it; undefined when it does. As `checkVolumeSatisfyClaim`. */
export function mismatch(volume: Volume, claim: Claim): string | undefined {
  if (compareQuantities(capacityOf(volume), requested(claim)) < 0) return 'requested PV is too small';
  if (classOfVolume(volume) !== classOfClaim(claim)) return 'storageClassName does not match';
  if (modeOf(volume) !== modeOf(claim)) return 'incompatible volumeMode';
  return offersModes(volume, claim) ? undefined : 'incompatible accessMode';
}

/**
 * The volume for a claim that names none: the one reserved for it, else the smallest that is large enough among those with the fewest access modes.
 * A claim whose class waits for its first consumer only gets what is reserved for it.
 */
export function findVolume(claim: Claim, volumes: readonly Volume[], waitsForConsumer: boolean): Volume | undefined {
  const fitting = volumes.filter(
    (volume) =>
      offersModes(volume, claim) && modeOf(volume) === modeOf(claim) && compareQuantities(capacityOf(volume), requested(claim)) >= 0,
  );
  const reserved = fitting.find((volume) => isVolumeFor(volume, claim));
  if (reserved || waitsForConsumer) return reserved;
  return fitting
    .filter(
      (volume) =>
        !volume.spec?.claimRef &&
        volume.metadata.deletionTimestamp === undefined &&
        volume.status?.phase === 'Available' &&
        classOfVolume(volume) === classOfClaim(claim) &&
        (!claim.spec?.selector || matchesLabelSelector(claim.spec.selector, volume.metadata.labels)),
    )
    .sort(
      (a, b) => (a.spec?.accessModes ?? []).length - (b.spec?.accessModes ?? []).length || compareQuantities(capacityOf(a), capacityOf(b)),
    )[0];
}

const requested = ({ spec }: Claim): ReturnType<typeof quantityOf> => quantityOf(spec?.resources?.requests?.storage);

const modeOf = ({ spec }: { readonly spec?: { readonly volumeMode?: string } }): string => spec?.volumeMode ?? 'Filesystem';

const offersModes = (volume: Volume, claim: Claim): boolean =>
  (claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode));
