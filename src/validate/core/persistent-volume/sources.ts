import { forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type {
  AzureFilePersistentVolumeSource,
  CSIPersistentVolumeSource,
  GlusterfsPersistentVolumeSource,
  ISCSIPersistentVolumeSource,
  PersistentVolumeSpec,
  SecretReference,
  StorageOSPersistentVolumeSource,
} from '../../../model/kinds/core-v1.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { invalidBecause, requireText } from '../../shared/checks.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { validatePathNoBacksteps } from '../../shared/paths.ts';
import type { RuleContext } from '../../strategy.ts';
import * as shared from '../../shared/volume-sources.ts';

/** What rules of sources ask for besides the source. */
interface About {
  readonly volumeName: string;
  readonly context: RuleContext;
}

/** One kind of source. Upstream's spelling of some paths differs from the field's name. */
interface SourceRule {
  readonly name: keyof PersistentVolumeSpec;
  /** The path's name where a second source is refused. */
  readonly shownName?: string;
  /** The path's name in errors about the source itself. */
  readonly checkedAs?: string;
  validate(spec: PersistentVolumeSpec, at: FieldPath, about: About): FieldError[];
}

function rule<K extends keyof PersistentVolumeSpec>(
  name: K,
  check: (source: NonNullable<PersistentVolumeSpec[K]>, at: FieldPath, about: About) => FieldError[],
  names: { shownName?: string; checkedAs?: string } = {},
): SourceRule {
  return {
    name,
    ...names,
    validate(spec, at, about) {
      const source = spec[name];
      return source === undefined ? [] : check(source as NonNullable<PersistentVolumeSpec[K]>, at, about);
    },
  };
}

const validateSecretInNamespace = (secret: SecretReference | undefined, at: FieldPath): FieldError[] =>
  secret ? [...requireText(secret.name, child(at, 'name')), ...requireText(secret.namespace, child(at, 'namespace'))] : [];

function validateIscsi(iscsi: ISCSIPersistentVolumeSource, at: FieldPath, { volumeName }: About): FieldError[] {
  const { targetPortal = '', initiatorName } = iscsi;
  const isTooLong = initiatorName !== undefined && byteLength(`${volumeName}:${targetPortal}`) > 64;
  const detail = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  return [...(isTooLong ? [invalid(child(at, 'targetportal'), targetPortal, detail)] : []), ...shared.validateIscsi(iscsi, at, false)];
}

function validateGlusterfs(glusterfs: GlusterfsPersistentVolumeSource, at: FieldPath): FieldError[] {
  const { endpointsNamespace: namespace } = glusterfs;
  const path = child(at, 'endpointsNamespace');
  const problems =
    namespace === '' ? ['if the endpointnamespace is set, it must be a valid namespace name'] : isDns1123Label(namespace ?? '');
  return [...shared.validateGlusterfs(glusterfs, at), ...(namespace === undefined ? [] : invalidBecause(problems, path, namespace))];
}

const validateAzureFile = (azureFile: AzureFilePersistentVolumeSource, at: FieldPath): FieldError[] => [
  ...shared.validateAzureFile(azureFile, at),
  ...(azureFile.secretNamespace === '' ? [required(child(at, 'secretNamespace'))] : []),
];

const validateStorageOs = ({ secretRef, ...storageOs }: StorageOSPersistentVolumeSource, at: FieldPath): FieldError[] => [
  ...shared.validateStorageOs(storageOs, at),
  ...validateSecretInNamespace(secretRef, child(at, 'secretRef')),
];

const validateLocalPath = (path: string | undefined, at: FieldPath): FieldError[] =>
  path ? validatePathNoBacksteps(path, at) : [required(at)];

const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function validateCsi(csi: CSIPersistentVolumeSource, at: FieldPath, { context }: About): FieldError[] {
  return [
    ...shared.validateCsiDriverName(csi.driver ?? '', child(at, 'driver'), context),
    ...requireText(csi.volumeHandle, child(at, 'volumeHandle')),
    ...CSI_SECRETS.flatMap((name) => (csi[name] ? validateCsiSecret(csi[name], child(at, name)) : [])),
  ];
}

function validateCsiSecret({ name, namespace }: SecretReference, at: FieldPath): FieldError[] {
  const [nameAt, namespaceAt] = [child(at, 'name'), child(at, 'namespace')];
  return [
    ...(name ? invalidBecause(isDns1123Subdomain(name), nameAt, name) : [required(nameAt)]),
    ...(namespace ? invalidBecause(isDns1123Label(namespace), namespaceAt, namespace) : [required(namespaceAt)]),
  ];
}

/** In the order in which the API server looks at them. */
const SOURCES: readonly SourceRule[] = [
  rule('hostPath', shared.validateHostPath),
  rule('gcePersistentDisk', shared.validateGcePersistentDisk, { checkedAs: 'persistentDisk' }),
  rule('awsElasticBlockStore', shared.validateAwsElasticBlockStore),
  rule('glusterfs', validateGlusterfs),
  rule('flocker', shared.validateFlocker),
  rule('nfs', shared.validateNfs),
  rule('rbd', shared.validateRbd),
  rule('quobyte', shared.validateQuobyte),
  rule('cephfs', shared.validateCephFs, { shownName: 'cephFS' }),
  rule('iscsi', validateIscsi),
  rule('cinder', ({ volumeID, secretRef }, at) => [
    ...requireText(volumeID, child(at, 'volumeID')),
    ...validateSecretInNamespace(secretRef, child(at, 'secretRef')),
  ]),
  rule('fc', shared.validateFc),
  rule('flexVolume', shared.validateFlexVolume),
  rule('azureFile', validateAzureFile),
  rule('vsphereVolume', ({ volumePath }, at) => requireText(volumePath, child(at, 'volumePath'))),
  rule('photonPersistentDisk', ({ pdID }, at) => requireText(pdID, child(at, 'pdID'))),
  rule('portworxVolume', ({ volumeID }, at) => requireText(volumeID, child(at, 'volumeID'))),
  rule('azureDisk', shared.validateAzureDisk),
  rule('scaleIO', shared.validateScaleIo),
  rule('local', ({ path }, at) => validateLocalPath(path, child(at, 'path'))),
  rule('storageos', validateStorageOs),
  rule('csi', validateCsi),
];

/** Exactly one source. A FlexVolume may stand next to the one before it, and a local volume has to say on which node it is. */
export function validateSources(spec: PersistentVolumeSpec, at: FieldPath, about: About): FieldError[] {
  const errors: FieldError[] = [];
  let found = false;
  for (const { name, shownName = name, checkedAs = name, validate } of SOURCES) {
    if (spec[name] === undefined) continue;
    if (found && name !== 'flexVolume') errors.push(forbidden(child(at, shownName), 'may not specify more than 1 volume type'));
    else {
      errors.push(...validate(spec, child(at, checkedAs), about));
      if (name === 'local' && !spec.nodeAffinity) errors.push(required(child(at, 'nodeAffinity'), 'Local volume requires node affinity'));
    }
    found = true;
  }
  return found ? errors : [required(at, 'must specify a volume type')];
}

/** The fields that hold a source. */
export const SOURCE_FIELDS = SOURCES.map(({ name }) => name);
