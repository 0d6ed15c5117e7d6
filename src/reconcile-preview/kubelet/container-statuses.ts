import type { Container, ContainerState, ContainerStatus, VolumeMount, VolumeMountStatus } from '../../model/kinds/core-v1.ts';
import { isSidecar } from '../../model/pod-resources.ts';
import type { Fate } from './fate.ts';

/** A container that runs or, with `image-pull-error`, waits for its image. */
export function startedContainer(container: Container, { kind, readyAfter }: Fate, now: string): ContainerStatus {
  const { name, image } = container;
  const base: ContainerStatus = { name, image, ...mounts(container) };
  if (kind === 'image-pull-error') {
    return {
      ...base,
      started: false,
      state: { waiting: { reason: 'ImagePullBackOff', message: `Back-off pulling image "${image ?? ''}"` } },
    };
  }
  return {
    ...base,
    ...identity(container),
    ...resources(container),
    ...(kind !== 'never-ready' && readyAfter === undefined && { ready: true }),
    started: true,
    state: { running: { startedAt: now } },
  };
}

/** An init container that has done its work, or a sidecar that runs. */
export function startedInitContainer(container: Container, now: string): ContainerStatus {
  const { name, image } = container;
  const state: ContainerState = isSidecar(container)
    ? { running: { startedAt: now } }
    : { terminated: { reason: 'Completed', startedAt: now, finishedAt: now, containerID: identity(container).containerID } };
  return {
    name,
    image,
    ...identity(container),
    ready: true,
    started: isSidecar(container),
    state,
    ...mounts(container),
    ...resources(container),
  };
}

/** A container that has ended. */
export function endedContainer(status: ContainerStatus, exitCode: number, now: string): ContainerStatus {
  const startedAt = status.state?.running?.startedAt ?? now;
  const terminated = {
    ...(exitCode !== 0 && { exitCode }),
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt,
    finishedAt: now,
    containerID: status.containerID,
  };
  return { ...unready(status), started: false, state: { terminated } };
}

/** A container that has ended with an error, was started again, ended again and waits now. */
export function crashedContainer(status: ContainerStatus, exitCode: number, podName: string, now: string): ContainerStatus {
  return {
    ...unready(status),
    started: false,
    restartCount: 1,
    lastState: { terminated: { exitCode, reason: 'Error', startedAt: now, finishedAt: now, containerID: status.containerID } },
    state: {
      waiting: { reason: 'CrashLoopBackOff', message: `back-off 10s restarting failed container=${status.name ?? ''} pod=${podName}` },
    },
  };
}

function unready(status: ContainerStatus): ContainerStatus {
  const result = { ...status };
  delete result.ready;
  return result;
}

const identity = ({ name, image }: Container): { readonly imageID: string; readonly containerID: string } => ({
  imageID: `image://${image ?? ''}`,
  containerID: `containerd://${name ?? ''}`,
});

function resources({ resources: { requests, limits } = {} }: Container): Pick<ContainerStatus, 'resources' | 'allocatedResources'> {
  return { resources: { ...(limits && { limits }), ...(requests && { requests }) }, ...(requests && { allocatedResources: requests }) };
}

const mounts = ({ volumeMounts = [] }: Container): Pick<ContainerStatus, 'volumeMounts'> =>
  volumeMounts.length === 0 ? {} : { volumeMounts: volumeMounts.map(mountStatus) };

function mountStatus({ name, mountPath, readOnly, recursiveReadOnly = 'Disabled' }: VolumeMount): VolumeMountStatus {
  if (!readOnly) return { name, mountPath };
  return { name, mountPath, readOnly, recursiveReadOnly: recursiveReadOnly === 'Disabled' ? 'Disabled' : 'Enabled' };
}
