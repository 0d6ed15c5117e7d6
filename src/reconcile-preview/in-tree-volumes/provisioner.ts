import { inTreePlugin } from './translate.ts';

/** Who makes the volumes of a class with this provisioner: the driver that it has moved to. */
export const provisionerName = (provisioner: string): string => inTreePlugin(provisioner)?.driver ?? provisioner;

/** The one provisioner that is still part of kube-controller-manager, switched off by default. */
export const HOST_PATH = 'kubernetes.io/host-path';

/** Why nobody makes volumes for a provisioner; undefined where that is left to a driver. */
export function provisioningProblem(provisioner: string): string | undefined {
  if (!provisionerName(provisioner).startsWith('kubernetes.io/')) return undefined;
  if (provisioner === HOST_PATH) return `Failed to create provisioner: provisioning in volume plugin "${HOST_PATH}" is disabled`;
  return provisioner === 'kubernetes.io/nfs' ? 'no provisionable volume plugin matched' : `no volume plugin matched name: ${provisioner}`;
}
