import type { DeviceClass, DeviceTaintRule, ResourceClaim, ResourceClaimTemplate, ResourceSlice } from '../../model/kinds/resource-v1.ts';
import { kindOf } from '../kind.ts';

export const DEVICE_CLASS = kindOf<DeviceClass>('resource.k8s.io/v1', 'DeviceClass');
export const DEVICE_TAINT_RULE = kindOf<DeviceTaintRule>('resource.k8s.io/v1', 'DeviceTaintRule');
export const RESOURCE_CLAIM = kindOf<ResourceClaim>('resource.k8s.io/v1', 'ResourceClaim');
export const RESOURCE_CLAIM_TEMPLATE = kindOf<ResourceClaimTemplate>('resource.k8s.io/v1', 'ResourceClaimTemplate');
export const RESOURCE_SLICE = kindOf<ResourceSlice>('resource.k8s.io/v1', 'ResourceSlice');

/** Keeps a claim as long as devices are allocated to it. */
export const CLAIM_FINALIZER = 'resource.kubernetes.io/delete-protection';
/** Says of a generated claim which of the pod's claims it is. */
export const POD_CLAIM_ANNOTATION = 'resource.kubernetes.io/pod-claim-name';
