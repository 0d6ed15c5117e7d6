import type { ReadView } from '../../../../cluster/store.ts';
import type { PersistentVolume, PersistentVolumeClaim, TopologySelectorTerm } from '../../../../model/kinds/core-v1.ts';
import type { StorageClass } from '../../../../model/kinds/storage-v1.ts';
import { quantityOf } from '../../../../model/pod-resources.ts';
import { compareQuantities } from '../../../../model/quantity.ts';
import { translateForNode } from '../../../in-tree-volumes/translate.ts';
import { getObject, listObjects, type Typed } from '../../../kind.ts';
import { value } from '../../resource.ts';
import { labelOf, selectorOf, selects, type Labels } from '../../selector.ts';
import type { NodeInfo } from '../../node-info.ts';
import { failure, unresolvable, type Failure, type Rejection } from '../../verdict.ts';
import {
  classOfClaim,
  classOfVolume,
  CSI_DRIVER,
  CSI_NODE,
  CSI_STORAGE_CAPACITY,
  findVolume,
  isReachable,
  PERSISTENT_VOLUME,
  SELECTED_NODE,
  STORAGE_CLASS,
} from '../../volumes.ts';

type Claim = Typed<PersistentVolumeClaim>;

/** The claims of a pod by what is to be done about them. */
export interface PodClaims {
  readonly bound: readonly Claim[];
  /** Claims that wait for a node to be chosen. */
  readonly delayed: readonly Claim[];
}

/** What a pod's claims would get on a node. */
export interface NodeVolumes {
  readonly kind: 'volumes';
  readonly bindings: readonly { readonly volume: Typed<PersistentVolume>; readonly claim: Claim }[];
  readonly provisions: readonly {
    readonly claim: Claim;
    /** Bytes free at the node, where the driver tells. */ readonly capacity: number | undefined;
  }[];
}

/** Finds volumes on a node: bound ones must be reachable, free ones are chosen smallest first, the rest is left to provisioners. */
export function findVolumes({ bound, delayed }: PodClaims, node: NodeInfo, view: ReadView): NodeVolumes | Rejection | Failure {
  const reasons: string[] = [];
  const csiNode = getObject(view, CSI_NODE, '', node.name);
  const volumes = bound.map(({ spec }) => {
    const volume = getObject(view, PERSISTENT_VOLUME, '', spec?.volumeName ?? '');
    return volume && translateForNode(volume, csiNode);
  });
  const firstProblem = volumes.find((volume) => !volume || 'problem' in volume || !isReachable(volume, node));
  if (firstProblem && 'problem' in firstProblem) return failure(`could not translate pv: ${firstProblem.problem}`);
  const isMissing = volumes.some((volume) => !volume) && firstProblem === undefined;
  if (firstProblem) reasons.push("node(s) didn't match PersistentVolume's node affinity");

  const found = findForDelayed(delayed, node, view);
  if (found.kind === 'error') return found;
  if (found.kind !== 'volumes') reasons.push(...found.reasons);
  if (isMissing) reasons.push('node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)');
  return reasons.length > 0 || found.kind !== 'volumes' ? unresolvable(...reasons) : found;
}

function findForDelayed(claims: readonly Claim[], node: NodeInfo, view: ReadView): NodeVolumes | Rejection | Failure {
  const noMatch = unresolvable("node(s) didn't find available persistent volumes to bind");
  const selected = claims.filter(({ metadata }) => metadata.annotations?.[SELECTED_NODE] !== undefined);
  if (selected.some(({ metadata }) => metadata.annotations?.[SELECTED_NODE] !== node.name)) return noMatch;

  const bySize = claims.filter((claim) => !selected.includes(claim)).sort((a, b) => compareQuantities(sizeOf(a), sizeOf(b)));
  const taken = new Set<string>();
  const bindings: NodeVolumes['bindings'][number][] = [];
  const toProvision = [...selected];
  for (const claim of bySize) {
    const candidates = listObjects(view, PERSISTENT_VOLUME).filter((volume) => classOfVolume(volume) === classOfClaim(claim));
    const volume = findVolume(claim, candidates, node, taken);
    if (volume) {
      taken.add(volume.metadata.name ?? '');
      bindings.push({ volume, claim });
    } else toProvision.push(claim);
  }
  const provisions: NodeVolumes['provisions'][number][] = [];
  for (const claim of toProvision) {
    const storageClass = getObject(view, STORAGE_CLASS, '', classOfClaim(claim));
    if (!storageClass) return failure(`failed to find storage class "${classOfClaim(claim)}"`);
    if ((storageClass.provisioner ?? '') === '' || storageClass.provisioner === 'kubernetes.io/no-provisioner') return noMatch;
    if (!matchesTopologies(storageClass.allowedTopologies ?? [], node.labels)) return noMatch;
    const capacity = freeCapacity(claim, storageClass, node, view);
    if (capacity === 'too little') return unresolvable('node(s) did not have enough free storage');
    provisions.push({ claim, capacity });
  }
  return { kind: 'volumes', bindings, provisions };
}

const sizeOf = ({ spec }: PersistentVolumeClaim): ReturnType<typeof quantityOf> => quantityOf(spec?.resources?.requests?.storage);

/** Terms are alternatives; no terms allow every node. */
const matchesTopologies = (terms: readonly TopologySelectorTerm[], labels: Labels): boolean =>
  terms.length === 0 ||
  terms.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 &&
      matchLabelExpressions.every(({ key = '', values = [] }) => values.includes(labelOf(labels, key) ?? '')),
  );

/** Bytes that the driver of a class has left for a node; undefined when it does not tell. */
function freeCapacity(claim: Claim, storageClass: Typed<StorageClass>, node: NodeInfo, view: ReadView): number | undefined | 'too little' {
  const wanted = claim.spec?.resources?.requests?.storage;
  const driver = getObject(view, CSI_DRIVER, '', storageClass.provisioner ?? '');
  if (wanted === undefined || !driver?.spec?.storageCapacity) return undefined;
  const fitting = listObjects(view, CSI_STORAGE_CAPACITY).find(({ storageClassName, capacity, maximumVolumeSize, nodeTopology }) => {
    const limit = maximumVolumeSize ?? capacity;
    if (storageClassName !== storageClass.metadata.name || limit === undefined) return false;
    return value(quantityOf(limit)) >= value(quantityOf(wanted)) && selects(selectorOf(nodeTopology), node.labels);
  });
  return fitting ? value(quantityOf(fitting.capacity)) : 'too little';
}
