import type { PersistentVolume, PersistentVolumeClaim } from '../../model/kinds/core-v1.ts';
import type { Typed } from '../kind.ts';

/** Volumes to be bound or provisioned before a pod may run on a node. */
export interface VolumePlan {
  readonly nodeName: string;
  readonly bindings: readonly { readonly volume: Typed<PersistentVolume>; readonly claim: Typed<PersistentVolumeClaim> }[];
  /** Claims for which a provisioner is asked for a volume at the node. */
  readonly provisions: readonly Typed<PersistentVolumeClaim>[];
}
