import { duplicate, forbidden, invalid, notFound, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { Container, EphemeralContainer, VolumeDevice, VolumeMount } from '../../../model/kinds/core-v1.ts';
import { asJson, each } from '../checks.ts';
import { validateLocalDescendingPath, validatePathNoBacksteps } from '../paths.ts';
import type { Volumes } from './volumes.ts';

const PROPAGATIONS = ['Bidirectional', 'HostToContainer', 'None'];
const RECURSIVE_READ_ONLY = ['Disabled', 'Enabled', 'IfPossible'];
const BIND_MOUNT_OPTIONS = ['nodev', 'noexec', 'nosuid'];

export function validateVolumeMounts(container: Container | EphemeralContainer, volumes: Volumes, at: FieldPath): FieldError[] {
  const mountPaths = new Set<string>();
  const devices = container.volumeDevices ?? [];
  return each(container.volumeMounts, at, (mount, path) => {
    const errors = validateMount(mount, container, volumes, devices, mountPaths.has(mount.mountPath ?? ''), at, path);
    mountPaths.add(mount.mountPath ?? '');
    return errors;
  });
}

/** Some errors name the list `at` instead of the mount `path`, as upstream does. */
function validateMount(
  mount: VolumeMount,
  container: Container | EphemeralContainer,
  volumes: Volumes,
  devices: readonly VolumeDevice[],
  repeated: boolean,
  at: FieldPath,
  path: FieldPath,
): FieldError[] {
  const { name = '', mountPath = '', subPath = '', subPathExpr = '', bindMountOptions } = mount;
  const namePath = child(path, 'name');
  const pathPath = child(path, 'mountPath');
  return [
    ...(name === '' ? [required(namePath)] : []),
    ...(volumes.has(name) ? [] : [notFound(namePath, name)]),
    ...(mountPath === '' ? [required(pathPath)] : []),
    ...(repeated ? [invalid(pathPath, mountPath, 'must be unique')] : []),
    ...(devices.some((device) => (device.name ?? '') === name) ? [invalid(namePath, name, 'must not already exist in volumeDevices')] : []),
    ...(lastPaths(devices, (device) => device.devicePath).includes(mountPath)
      ? [invalid(pathPath, mountPath, 'must not already exist as a path in volumeDevices')]
      : []),
    ...(subPath === '' ? [] : validateLocalDescendingPath(subPath, child(at, 'subPath'))),
    ...(subPath !== '' && subPathExpr !== ''
      ? [invalid(child(path, 'subPathExpr'), subPathExpr, 'subPathExpr and subPath are mutually exclusive')]
      : []),
    ...(subPathExpr === '' ? [] : validateLocalDescendingPath(subPathExpr, child(at, 'subPathExpr'))),
    ...validatePropagation(mount.mountPropagation, container, child(at, 'mountPropagation')),
    ...validateRecursiveReadOnly(mount, child(at, 'recursiveReadOnly')),
    ...validateBindMountOptions(bindMountOptions, child(path, 'bindMountOptions')),
    ...(bindMountOptions?.length && volumes.get(name)?.image
      ? [invalid(child(path, 'bindMountOptions'), bindMountOptions, 'bindMountOptions may not be used with image volumes')]
      : []),
  ];
}

/** Paths by name, the last of a name winning. */
const lastPaths = <T extends { name?: string }>(items: readonly T[], path: (item: T) => string | undefined): string[] => [
  ...new Map(items.map((item) => [item.name ?? '', path(item) ?? ''])).values(),
];

function validatePropagation(propagation: string | undefined, container: Container | EphemeralContainer, at: FieldPath): FieldError[] {
  if (propagation === undefined) return [];
  const isPrivileged = container.securityContext?.privileged === true;
  return [
    ...(PROPAGATIONS.includes(propagation) ? [] : [notSupported(at, asJson(propagation), PROPAGATIONS)]),
    ...(propagation === 'Bidirectional' && !isPrivileged
      ? [forbidden(at, 'Bidirectional mount propagation is available only to privileged containers')]
      : []),
  ];
}

function validateRecursiveReadOnly({ recursiveReadOnly: mode, readOnly, mountPropagation }: VolumeMount, at: FieldPath): FieldError[] {
  if (mode === undefined || mode === 'Disabled') return [];
  if (!RECURSIVE_READ_ONLY.includes(mode)) return [notSupported(at, asJson(mode), RECURSIVE_READ_ONLY)];
  return [
    ...(readOnly ? [] : [forbidden(at, 'may only be specified when readOnly is true')]),
    ...(mountPropagation !== undefined && mountPropagation !== 'None'
      ? [forbidden(at, 'may only be specified when mountPropagation is None or not specified')]
      : []),
  ];
}

function validateBindMountOptions(options: readonly string[] | undefined, at: FieldPath): FieldError[] {
  return each(options, at, (option, path, i) => [
    ...(BIND_MOUNT_OPTIONS.includes(option) ? [] : [notSupported(path, option, BIND_MOUNT_OPTIONS)]),
    ...(options?.indexOf(option) === i ? [] : [duplicate(path, option)]),
  ]);
}

export function validateVolumeDevices(container: Container | EphemeralContainer, volumes: Volumes, at: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  const names = new Set<string>();
  const paths = new Set<string>();
  const mounts = container.volumeMounts ?? [];
  for (const [i, { name = '', devicePath = '' }] of (container.volumeDevices ?? []).entries()) {
    const namePath = child(index(at, i), 'name');
    const pathPath = child(index(at, i), 'devicePath');
    const volume = volumes.get(name);
    const stepsBack = devicePath !== '' && validatePathNoBacksteps(devicePath, pathPath).length > 0;
    if (name === '') errors.push(required(namePath));
    if (names.has(name)) errors.push(invalid(namePath, name, 'must be unique'));
    if (!volume) errors.push(notFound(namePath, name));
    else if (!volume.persistentVolumeClaim && !volume.ephemeral) {
      errors.push(invalid(namePath, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'));
    }
    if (devicePath === '') errors.push(required(pathPath));
    if (paths.has(devicePath)) errors.push(invalid(pathPath, devicePath, 'must be unique'));
    if (stepsBack) errors.push(invalid(pathPath, devicePath, "can not contain backsteps ('..')"));
    else paths.add(devicePath);
    if (mounts.some((mount) => (mount.name ?? '') === name)) errors.push(invalid(namePath, name, 'must not already exist in volumeMounts'));
    if (lastPaths(mounts, (mount) => mount.mountPath).includes(devicePath)) {
      errors.push(invalid(pathPath, devicePath, 'must not already exist as a path in volumeMounts'));
    }
    if (name !== '') names.add(name);
  }
  return errors;
}
