import { child, key, type FieldPath } from '../../model/field-path.ts';
import type { PersistentVolumeClaimSpec } from '../../model/kinds/core-v1.ts';
import { fractionWarnings } from './fraction-warnings.ts';

/** Warnings about a claim's spec, wherever it stands. */
export const claimSpecWarnings = ({ resources }: PersistentVolumeClaimSpec, at: FieldPath): string[] =>
  (['requests', 'limits'] as const).flatMap((kind) =>
    fractionWarnings(resources?.[kind]?.['storage'], key(child(at, 'resources', kind), 'storage')),
  );
