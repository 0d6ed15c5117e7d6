import { forbidden, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type {
  ConfigMapVolumeSource,
  CSIVolumeSource,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  GitRepoVolumeSource,
  ImageVolumeSource,
  PersistentVolumeClaimTemplate,
  SecretVolumeSource,
  Volume,
} from '../../../model/kinds/core-v1.ts';
import type { ObjectMeta } from '../../../model/kinds/meta-v1.ts';
import { each, invalidBecause, requireText } from '../checks.ts';
import { claimSpecOptionsOfTemplate, validateClaimSpec } from '../claim-spec.ts';
import { validateLabels } from '../label-selector.ts';
import { isDns1123Subdomain } from '../names.ts';
import { validateAnnotations } from '../object-meta.ts';
import { validateLocalDescendingPath } from '../paths.ts';
import { isNegative } from '../quantities.ts';
import * as persistent from '../volume-sources.ts';
import { validatePullPolicy } from './containers.ts';
import { validateDownwardApiFile, validateFileMode, validateKeyToPath, validateUser } from './file-projections.ts';
import type { PodOptions } from './options.ts';
import { validateProjected } from './projected-volume.ts';

/** One kind of volume source. Upstream's spelling of some paths differs from the field's name. */
interface VolumeSourceRule {
  readonly name: Exclude<keyof Volume, 'name'>;
  /** The path's name where a second source is refused. */
  readonly shownName?: string;
  /** The path's name in errors about the source itself. */
  readonly checkedAs?: string;
  validate(volume: Volume, at: FieldPath, options: PodOptions): FieldError[];
}

function rule<K extends Exclude<keyof Volume, 'name'>>(
  name: K,
  check: (source: NonNullable<Volume[K]>, at: FieldPath, options: PodOptions) => FieldError[],
  names: { shownName?: string; checkedAs?: string } = {},
): VolumeSourceRule {
  return {
    name,
    ...names,
    validate(volume, at, options) {
      const source = volume[name];
      return source === undefined ? [] : check(source as NonNullable<Volume[K]>, at, options);
    },
  };
}

const MAX_EMPTY_DIR_MODE = 0o1777;

function validateEmptyDir({ sizeLimit, mode }: EmptyDirVolumeSource, at: FieldPath): FieldError[] {
  const badMode = mode !== undefined && (mode > MAX_EMPTY_DIR_MODE || mode < 0);
  return [
    ...(sizeLimit !== undefined && isNegative(sizeLimit)
      ? [forbidden(child(at, 'sizeLimit'), 'SizeLimit field must be a valid resource quantity')]
      : []),
    ...(badMode ? [invalid(child(at, 'mode'), mode, 'must be a number between 0 and 01777 (octal), both inclusive')] : []),
  ];
}

const validateGitRepo = ({ repository, directory = '' }: GitRepoVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(repository, child(at, 'repository')),
  ...validateLocalDescendingPath(directory, child(at, 'directory')),
];

const validateSecret = ({ secretName, defaultMode, defaultUser, items }: SecretVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(secretName, child(at, 'secretName')),
  ...validateFileMode(defaultMode, child(at, 'defaultMode')),
  ...validateUser(defaultUser, child(at, 'defaultUser')),
  ...each(items, child(at, 'items'), validateKeyToPath),
];

const validateConfigMap = ({ name, defaultMode, defaultUser, items }: ConfigMapVolumeSource, at: FieldPath): FieldError[] => [
  ...requireText(name, child(at, 'name')),
  ...validateFileMode(defaultMode, child(at, 'defaultMode')),
  ...validateUser(defaultUser, child(at, 'defaultUser')),
  ...each(items, child(at, 'items'), validateKeyToPath),
];

const validateDownwardApi = ({ defaultMode, defaultUser, items }: DownwardAPIVolumeSource, at: FieldPath): FieldError[] => [
  ...validateFileMode(defaultMode, child(at, 'defaultMode')),
  ...validateUser(defaultUser, child(at, 'defaultUser')),
  ...(items ?? []).flatMap((file) => validateDownwardApiFile(file, at)),
];

function validateCsi({ driver, nodePublishSecretRef }: CSIVolumeSource, at: FieldPath, { context }: PodOptions): FieldError[] {
  const secret = nodePublishSecretRef?.name ?? '';
  const secretErrors =
    secret === ''
      ? [required(child(at, 'nodePublishSecretRef', 'name'))]
      : invalidBecause(isDns1123Subdomain(secret), child(at, 'name'), secret);
  return [...persistent.validateCsiDriverName(driver ?? '', child(at, 'driver'), context), ...(nodePublishSecretRef ? secretErrors : [])];
}

function validateEphemeral({ volumeClaimTemplate }: EphemeralVolumeSource, at: FieldPath, { context }: PodOptions): FieldError[] {
  const path = child(at, 'volumeClaimTemplate');
  if (!volumeClaimTemplate) return [required(path)];
  return validateClaimTemplate(volumeClaimTemplate, path, claimSpecOptionsOfTemplate(context));
}

const validateClaimTemplate = (
  { metadata, spec }: PersistentVolumeClaimTemplate,
  at: FieldPath,
  options: ReturnType<typeof claimSpecOptionsOfTemplate>,
): FieldError[] => [
  ...validateTemplateObjectMeta(metadata ?? {}, child(at, 'metadata')),
  ...validateClaimSpec(spec ?? {}, child(at, 'spec'), options),
];

/** Metadata of a template that has only labels and annotations. */
export function validateTemplateObjectMeta(meta: ObjectMeta, at: FieldPath): FieldError[] {
  const { annotations, labels, ...others } = meta;
  return [
    ...validateAnnotations(annotations, child(at, 'annotations')),
    ...validateLabels(labels, child(at, 'labels')),
    ...TEMPLATE_META_FIELDS.filter(([name]) => others[name] !== undefined).map(([, path]) => forbidden(child(at, path), 'cannot be set')),
  ];
}

/** Go's fields of `ObjectMeta` with a small first letter, which is how the API server prints them here. */
const TEMPLATE_META_FIELDS = [
  ['name', 'name'],
  ['generateName', 'generateName'],
  ['namespace', 'namespace'],
  ['selfLink', 'selfLink'],
  ['uid', 'uID'],
  ['resourceVersion', 'resourceVersion'],
  ['generation', 'generation'],
  ['creationTimestamp', 'creationTimestamp'],
  ['deletionTimestamp', 'deletionTimestamp'],
  ['deletionGracePeriodSeconds', 'deletionGracePeriodSeconds'],
  ['ownerReferences', 'ownerReferences'],
  ['finalizers', 'finalizers'],
  ['managedFields', 'managedFields'],
] as const;

const validateImage = ({ reference, pullPolicy }: ImageVolumeSource, at: FieldPath, options: PodOptions): FieldError[] => [
  ...(options.allowEmptyImageVolumeReference ? [] : requireText(reference, child(at, 'reference'))),
  ...validatePullPolicy(pullPolicy, child(at, 'pullPolicy')),
];

/** In the order in which the API server looks at them. */
export const VOLUME_SOURCES: readonly VolumeSourceRule[] = [
  rule('emptyDir', validateEmptyDir),
  rule('hostPath', persistent.validateHostPath),
  rule('gitRepo', validateGitRepo),
  rule('gcePersistentDisk', persistent.validateGcePersistentDisk, { checkedAs: 'persistentDisk' }),
  rule('awsElasticBlockStore', persistent.validateAwsElasticBlockStore),
  rule('secret', validateSecret),
  rule('nfs', persistent.validateNfs),
  rule('iscsi', (source, at) => persistent.validateIscsi(source, at, true)),
  rule('glusterfs', persistent.validateGlusterfs),
  rule('flocker', persistent.validateFlocker),
  rule('persistentVolumeClaim', (source, at) => requireText(source.claimName, child(at, 'claimName'))),
  rule('rbd', persistent.validateRbd),
  rule('cinder', persistent.validateCinder),
  rule('cephfs', persistent.validateCephFs, { shownName: 'cephFS' }),
  rule('quobyte', persistent.validateQuobyte),
  rule('downwardAPI', validateDownwardApi, { shownName: 'downwarAPI' }),
  rule('fc', persistent.validateFc),
  rule('flexVolume', persistent.validateFlexVolume),
  rule('configMap', validateConfigMap),
  rule('azureFile', persistent.validateAzureFile),
  rule('vsphereVolume', (source, at) => requireText(source.volumePath, child(at, 'volumePath'))),
  rule('photonPersistentDisk', (source, at) => requireText(source.pdID, child(at, 'pdID'))),
  rule('portworxVolume', (source, at) => requireText(source.volumeID, child(at, 'volumeID'))),
  rule('azureDisk', persistent.validateAzureDisk),
  rule('storageos', persistent.validateStorageOs),
  rule('projected', validateProjected),
  rule('scaleIO', persistent.validateScaleIo),
  rule('csi', validateCsi),
  rule('ephemeral', validateEphemeral),
  rule('image', validateImage),
];
