/** Which fields of a pod, and of a container, a check looks at, and what to do about them. */
export interface CheckPlaces {
  readonly pod?: readonly (readonly string[])[];
  readonly container?: readonly (readonly string[])[];
  readonly annotations?: true;
  /** Whether annotations are looked at by the names of the containers. */
  readonly annotatesContainers?: true;
  readonly advice: string;
}

const security = (field: string) => ['securityContext', field];
const onBoth = (field: string) => ({ pod: [security(field)], container: [security(field)] });

const SECCOMP = {
  ...onBoth('seccompProfile'),
  annotations: true,
  annotatesContainers: true,
  advice: 'Set securityContext.seccompProfile.type to RuntimeDefault, for the pod or for the container.',
} as const;
const PROC_MOUNT = { container: [security('procMount')], advice: 'Leave procMount away.' };

/** By the id of the check. */
export const PLACES: Readonly<Record<string, CheckPlaces>> = {
  appArmorProfile: { ...onBoth('appArmorProfile'), annotations: true, advice: 'Use the profile RuntimeDefault, a local one, or none.' },
  capabilities_baseline: {
    container: [['securityContext', 'capabilities', 'add']],
    advice: 'Add none but the capabilities that containers have by default.',
  },
  hostNamespaces: { pod: [['hostNetwork'], ['hostPID'], ['hostIPC']], advice: 'Share no namespace of the node.' },
  hostPathVolumes: { advice: 'Use a persistentVolumeClaim, emptyDir or configMap instead.' },
  hostPorts: { container: [['ports']], advice: 'Reach the pod through a Service instead.' },
  hostProbesAndHostLifecycle: {
    container: [['livenessProbe'], ['readinessProbe'], ['startupProbe'], ['lifecycle']],
    advice: 'Leave host away: the kubelet asks the pod itself then.',
  },
  privileged: { container: [security('privileged')], advice: 'Give the container the single capabilities that it needs.' },
  procMount: PROC_MOUNT,
  procMount_restricted: PROC_MOUNT,
  seLinuxOptions: { ...onBoth('seLinuxOptions'), advice: 'Leave user and role away, and use one of the container types.' },
  seccompProfile_baseline: SECCOMP,
  seccompProfile_restricted: SECCOMP,
  sysctls: { pod: [security('sysctls')], advice: 'Keep to the sysctls that are safe.' },
  windowsHostProcess: {
    pod: [['securityContext', 'windowsOptions', 'hostProcess']],
    container: [['securityContext', 'windowsOptions', 'hostProcess']],
    advice: 'Run the container in its own silo.',
  },
  allowPrivilegeEscalation: {
    container: [security('allowPrivilegeEscalation')],
    advice: 'Set securityContext.allowPrivilegeEscalation to false.',
  },
  capabilities_restricted: {
    container: [security('capabilities')],
    advice: 'Drop ALL capabilities; NET_BIND_SERVICE alone may be added back.',
  },
  restrictedVolumes: { advice: 'Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or secret.' },
  runAsNonRoot: { ...onBoth('runAsNonRoot'), advice: 'Set securityContext.runAsNonRoot to true, and use an image that has a user.' },
  runAsUser: { ...onBoth('runAsUser'), advice: 'Name another user than 0, or leave runAsUser to the image.' },
};
