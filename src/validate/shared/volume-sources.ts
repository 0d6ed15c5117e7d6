import { invalid, notSupported, required, tooLong, type FieldError } from '../../model/field-error.ts';
import { child, key, type FieldPath } from '../../model/field-path.ts';
import type {
  AWSElasticBlockStoreVolumeSource,
  AzureDiskVolumeSource,
  AzureFileVolumeSource,
  CephFSVolumeSource,
  CinderVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GCEPersistentDiskVolumeSource,
  GlusterfsVolumeSource,
  HostPathVolumeSource,
  ISCSIVolumeSource,
  NFSVolumeSource,
  QuobyteVolumeSource,
  RBDVolumeSource,
  ScaleIOVolumeSource,
  StorageOSVolumeSource,
} from '../../model/kinds/core-v1.ts';
import { isSince } from '../../schema/release.ts';
import type { RuleContext } from '../strategy.ts';
import { invalidBecause, oneOf, requireText, type WholeNumber } from './checks.ts';
import { isDns1123Label, isDns1123Subdomain, rangeMessage } from './names.ts';
import { validatePathNoBacksteps } from './paths.ts';
import { byteLength } from './byte-length.ts';

/** Rules of volume sources that pods and persistent volumes share. Each answers the causes about one source at `at`. */

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

export function validateHostPath({ path, type }: HostPathVolumeSource, at: FieldPath): FieldError[] {
  if (!path) return [required(child(at, 'path'))];
  return [
    ...validatePathNoBacksteps(path, child(at, 'path')),
    ...(type === undefined ? [] : oneOf(type, HOST_PATH_TYPES, child(at, 'type'))),
  ];
}

const isOutside = (value: WholeNumber, low: number, high: number): boolean => value < low || value > high;

const validatePartition = (partition: number | undefined, at: FieldPath): FieldError[] =>
  isOutside(partition ?? 0, 0, 255) ? [invalid(at, partition, rangeMessage(1, 255))] : [];

export const validateGcePersistentDisk = ({ pdName, partition }: GCEPersistentDiskVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(pdName, child(at, 'pdName')),
  ...validatePartition(partition, child(at, 'partition')),
];

export const validateAwsElasticBlockStore = ({ volumeID, partition }: AWSElasticBlockStoreVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(volumeID, child(at, 'volumeID')),
  ...validatePartition(partition, child(at, 'partition')),
];

export const validateNfs = ({ server, path = '' }: NFSVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(server, child(at, 'server')),
  ...requireText(path, child(at, 'path')),
  ...(path.startsWith('/') ? [] : [invalid(child(at, 'path'), path, 'must be an absolute path')]),
];

const ISCSI_NAMES: readonly (readonly [prefix: string, pattern: RegExp])[] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
];

function validateIscsiName(name: string, at: FieldPath, unknownPrefix: string): FieldError[] {
  const known = ISCSI_NAMES.find(([prefix]) => name.startsWith(prefix));
  if (!known) return [invalid(at, name, unknownPrefix)];
  return known[1].test(name) ? [] : [invalid(at, name, 'must be valid format')];
}

/** `inPod` says the wrong prefix more clearly than persistent volumes do. */
export function validateIscsi(
  iscsi: Omit<ISCSIVolumeSource, 'secretRef'> & { secretRef?: { name?: string } },
  at: FieldPath,
  inPod: boolean,
): FieldError[] {
  const { targetPortal, iqn = '', lun = 0, initiatorName, secretRef } = iscsi;
  const unknownPrefix = inPod ? 'must be valid format starting with iqn, eui, or naa' : 'must be valid format';
  const needsSecret = (iscsi.chapAuthDiscovery === true || iscsi.chapAuthSession === true) && !secretRef;
  return [
    ...requireText(targetPortal, child(at, 'targetPortal')),
    ...(iqn === '' ? [required(child(at, 'iqn'))] : validateIscsiName(iqn, child(at, 'iqn'), unknownPrefix)),
    ...(isOutside(lun, 0, 255) ? [invalid(child(at, 'lun'), lun, rangeMessage(0, 255))] : []),
    ...(needsSecret ? [required(child(at, 'secretRef'))] : []),
    ...(secretRef && !inPod ? requireText(secretRef.name, child(at, 'secretRef', 'name')) : []),
    ...(initiatorName === undefined ? [] : validateIscsiName(initiatorName, child(at, 'initiatorname'), unknownPrefix)),
  ];
}

export const validateGlusterfs = ({ endpoints, path }: GlusterfsVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(endpoints, child(at, 'endpoints')),
  ...requireText(path, child(at, 'path')),
];

export const validateFlocker = ({ datasetName, datasetUUID }: FlockerVolumeSource, at: FieldPath): FieldError[] => [
  ...(!datasetName && !datasetUUID ? [required(at, 'one of datasetName and datasetUUID is required')] : []),
  ...(datasetName && datasetUUID ? [invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously')] : []),
  ...(datasetName?.includes('/') ? [invalid(child(at, 'datasetName'), datasetName, "must not contain '/'")] : []),
];

export const validateRbd = ({ monitors, image }: Pick<RBDVolumeSource, 'monitors' | 'image'>, at: FieldPath): FieldError[] => [
  ...(monitors?.length ? [] : [required(child(at, 'monitors'))]),
  ...requireText(image, child(at, 'image')),
];

export const validateCinder = ({ volumeID, secretRef }: CinderVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(volumeID, child(at, 'volumeID')),
  ...(secretRef ? requireText(secretRef.name, child(at, 'secretRef', 'name')) : []),
];

export const validateCephFs = ({ monitors }: Pick<CephFSVolumeSource, 'monitors'>, at: FieldPath): FieldError[] =>
  monitors?.length ? [] : [required(child(at, 'monitors'))];

export function validateQuobyte({ registry = '', tenant = '', volume }: QuobyteVolumeSource, at: FieldPath): FieldError[] {
  const pairs = 'must be a host:port pair or multiple pairs separated by commas';
  const registryErrors =
    registry === ''
      ? [required(child(at, 'registry'), pairs)]
      : byteLength(tenant) >= 65
        ? [required(child(at, 'tenant'), 'must be a UUID and may not exceed a length of 64 characters')]
        : registry.split(',').flatMap((pair) => (isHostPort(pair) ? [] : [invalid(child(at, 'registry'), registry, pairs)]));
  return [...registryErrors, ...requireText(volume, child(at, 'volume'))];
}

/** As `net.SplitHostPort` accepts it. */
const isHostPort = (pair: string): boolean => /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair);

export function validateFc({ targetWWNs = [], wwids = [], lun }: FCVolumeSource, at: FieldPath): FieldError[] {
  const path = child(at, 'targetWWNs');
  const lunErrors =
    lun === undefined
      ? [required(child(at, 'lun'), 'lun is required if targetWWNs is specified')]
      : isOutside(lun, 0, 255)
        ? [invalid(child(at, 'lun'), lun, rangeMessage(0, 255))]
        : [];
  return [
    ...(targetWWNs.length === 0 && wwids.length === 0 ? [required(path, 'must specify either targetWWNs or wwids, but not both')] : []),
    ...(targetWWNs.length > 0 && wwids.length > 0
      ? [invalid(path, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously')]
      : []),
    ...(targetWWNs.length > 0 ? lunErrors : []),
  ];
}

export const validateFlexVolume = (
  { driver, options }: { driver?: string; options?: Record<string, string> },
  at: FieldPath,
): FieldError[] => [
  ...requireText(driver, child(at, 'driver')),
  ...Object.keys(options ?? {})
    .filter(isReservedOption)
    .map((name) => invalid(key(child(at, 'options'), name), name, 'kubernetes.io and k8s.io namespaces are reserved')),
];

function isReservedOption(name: string): boolean {
  const namespace = `.${(name.split('/', 1)[0] ?? '').toLowerCase()}`;
  return namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io');
}

export const validateAzureFile = ({ secretName, shareName }: AzureFileVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(secretName, child(at, 'secretName')),
  ...requireText(shareName, child(at, 'shareName')),
];

const MANAGED_DISK_URI = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_DISK_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export function validateAzureDisk({ diskName, diskURI = '', cachingMode, kind }: AzureDiskVolumeSource, at: FieldPath): FieldError[] {
  const path = child(at, 'diskURI');
  return [
    ...requireText(diskName, child(at, 'diskName')),
    ...requireText(diskURI, path),
    ...(cachingMode === undefined ? [] : oneOf(cachingMode, ['None', 'ReadOnly', 'ReadWrite'], child(at, 'cachingMode'))),
    ...(kind === undefined ? [] : oneOf(kind, ['Dedicated', 'Managed', 'Shared'], child(at, 'kind'))),
    ...(kind === 'Managed' && !diskURI.startsWith('/subscriptions/') ? [notSupported(path, diskURI, [MANAGED_DISK_URI])] : []),
    ...(kind !== undefined && kind !== 'Managed' && !diskURI.startsWith('https://') ? [notSupported(path, diskURI, [BLOB_DISK_URI])] : []),
  ];
}

export const validateScaleIo = (
  { gateway, system, volumeName }: Pick<ScaleIOVolumeSource, 'gateway' | 'system' | 'volumeName'>,
  at: FieldPath,
): FieldError[] => [
  ...requireText(gateway, child(at, 'gateway')),
  ...requireText(system, child(at, 'system')),
  ...requireText(volumeName, child(at, 'volumeName')),
];

export const validateStorageOs = ({ volumeName, volumeNamespace, secretRef }: StorageOSVolumeSource, at: FieldPath): FieldError[] => [
  ...(volumeName ? invalidBecause(isDns1123Label(volumeName), child(at, 'volumeName'), volumeName) : [required(child(at, 'volumeName'))]),
  ...(volumeNamespace ? invalidBecause(isDns1123Label(volumeNamespace), child(at, 'volumeNamespace'), volumeNamespace) : []),
  ...(secretRef ? requireText(secretRef.name, child(at, 'secretRef', 'name')) : []),
];

const MAX_DRIVER_NAME = 63;

/** Names of CSI drivers: DNS subdomains, in any case. */
export function validateCsiDriverName(driver: string, at: FieldPath, { release }: RuleContext): FieldError[] {
  if (driver === '' && isSince(release, '1.35')) return [required(at)];
  return [
    ...requireText(driver, at),
    ...(byteLength(driver) > MAX_DRIVER_NAME ? [tooLong(at, MAX_DRIVER_NAME)] : []),
    ...invalidBecause(isDns1123Subdomain(driver.toLowerCase()), at, driver),
  ];
}
