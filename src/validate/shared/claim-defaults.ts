import type { PersistentVolumeClaimSpec } from '../../model/kinds/core-v1.ts';
import { roundUpResourceList } from './resource-list.ts';

/** Defaults of a claim's spec, in claims and in templates of claims. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): void {
  spec.volumeMode ??= 'Filesystem';
  roundUpResourceList(spec.resources?.limits);
  roundUpResourceList(spec.resources?.requests);
}
