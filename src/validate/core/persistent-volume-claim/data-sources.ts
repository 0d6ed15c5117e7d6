import { without } from '../../../model/without.ts';
import type { PersistentVolumeClaimSpec, TypedLocalObjectReference } from '../../../model/kinds/core-v1.ts';
import type { RuleContext } from '../../strategy.ts';

type Spec = PersistentVolumeClaimSpec;

/** Drops what disabled gates are for, unless the stored claim has it. */
export function dropDisabledClaimFields(spec: Spec, old: Spec | undefined, { gate }: RuleContext): void {
  if (!gate('VolumeAttributesClass') && old?.volumeAttributesClassName === undefined) delete spec.volumeAttributesClassName;
  if (!gate('CrossNamespaceVolumeDataSource') && spec.dataSourceRef?.namespace && !old?.dataSourceRef) delete spec.dataSourceRef;
}

/** `dataSource` is for claims and snapshots; others are silently dropped, as before there was `dataSourceRef`. */
export function dropForeignDataSource(spec: Spec, old: Spec | undefined): void {
  if (old?.dataSource || old?.dataSourceRef || spec.dataSourceRef) return;
  if (!isClaimOrSnapshot(spec.dataSource)) delete spec.dataSource;
}

function isClaimOrSnapshot({ apiGroup = '', kind }: TypedLocalObjectReference = {}): boolean {
  return apiGroup === '' ? kind === 'PersistentVolumeClaim' : apiGroup === 'snapshot.storage.k8s.io' && kind === 'VolumeSnapshot';
}

/** The two fields name the same object: the one that is there is copied to the other. */
export function pairDataSources(spec: Spec): void {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource && !dataSourceRef) spec.dataSourceRef = { ...dataSource };
  else if (dataSourceRef && !dataSource && !dataSourceRef.namespace) spec.dataSource = without(dataSourceRef, 'namespace');
}
