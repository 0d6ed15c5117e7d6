import type { CSIPersistentVolumeSource, PersistentVolume, Volume, VolumeNodeAffinity } from '../../model/kinds/core-v1.ts';

/** A volume plugin that was once part of Kubernetes and has moved to a CSI driver. */
export interface InTreePlugin {
  /** `kubernetes.io/aws-ebs`: the provisioner of storage classes, the name in annotations. */
  readonly name: string;
  /** The CSI driver that has taken its place. */
  readonly driver: string;
  /** Whether the scheduler goes by what its volumes are to the driver; it takes the others as they are written. */
  readonly isScheduled: boolean;
  /** Where a volume, of a pod or a persistent one, says that it is one of the plugin's. */
  readonly field: keyof Volume & keyof NonNullable<PersistentVolume['spec']>;
  /** A persistent volume as one of the driver's. */
  translate(volume: PersistentVolume): DriverVolume | Untranslatable;
  /** A volume that a pod in this namespace brings along, as one of the driver's. */
  translateInline(volume: Volume, namespace: string): InlineDriverVolume | Untranslatable;
}

/** What a persistent volume is to the driver; whatever is absent stays as it is. */
export interface DriverVolume {
  readonly csi: CSIPersistentVolumeSource;
  readonly nodeAffinity?: VolumeNodeAffinity | undefined;
  readonly accessModes?: readonly string[];
}

/** What a pod's own volume is to the driver. */
export interface InlineDriverVolume {
  /** Names the volume in messages. */
  readonly name: string;
  readonly csi: CSIPersistentVolumeSource;
  readonly accessMode: string;
}

/** Why a volume cannot be one of the driver's. */
export interface Untranslatable {
  readonly problem: string;
}
