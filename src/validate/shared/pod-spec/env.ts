import { invalid, notFound, required, type FieldError } from '../../../model/field-error.ts';
import { child, index, type FieldPath } from '../../../model/field-path.ts';
import type { ConfigMapKeySelector, EnvFromSource, EnvVar, FileKeySelector, PodSpec } from '../../../model/kinds/core-v1.ts';
import { each, invalidBecause, optional, requireText } from '../checks.ts';
import { isConfigMapKey, isDns1123Label, isDns1123Subdomain, isRelaxedEnvVarName } from '../names.ts';
import { validatePathNoBacksteps } from '../paths.ts';
import { containersOf } from './containers-of.ts';
import { ENV_FIELD_PATHS, validateFieldRef, validateResourceFieldRef } from './downward-api.ts';
import type { PodOptions } from './options.ts';

export const validateEnv = (variables: readonly EnvVar[] | undefined, at: FieldPath, options: PodOptions): FieldError[] =>
  each(variables, at, (variable, path) => [
    ...(variable.name
      ? invalidBecause(isRelaxedEnvVarName(variable.name), child(path, 'name'), variable.name)
      : [required(child(path, 'name'))]),
    ...validateValueFrom(variable, child(path, 'valueFrom'), options),
  ]);

function validateValueFrom({ value, valueFrom }: EnvVar, at: FieldPath, options: PodOptions): FieldError[] {
  if (!valueFrom) return [];
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom;
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter((source) => source !== undefined).length;
  return [
    ...optional(fieldRef, child(at, 'fieldRef'), (ref, path) => validateFieldRef(ref, ENV_FIELD_PATHS, path)),
    ...optional(resourceFieldRef, child(at, 'resourceFieldRef'), (ref, path) => validateResourceFieldRef(ref, false, path)),
    ...optional(configMapKeyRef, child(at, 'configMapKeyRef'), validateKeySelector),
    ...optional(secretKeyRef, child(at, 'secretKeyRef'), validateKeySelector),
    ...optional(fileKeyRef, child(at, 'fileKeyRef'), validateFileKeySelector),
    ...validateSourceCount(sources, value ?? '', at, options),
  ];
}

function validateSourceCount(sources: number, value: string, at: FieldPath, { allowEnvFilesValidation }: PodOptions): FieldError[] {
  if (sources === 0) {
    const last = allowEnvFilesValidation ? ', `secretKeyRef` or `fileKeyRef`' : ' or `secretKeyRef`';
    return [invalid(at, '', `must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\`${last}`)];
  }
  if (value !== '') return [invalid(at, '', 'may not be specified when `value` is not empty')];
  return sources > 1 ? [invalid(at, '', 'may not have more than one field specified at a time')] : [];
}

/** A key of a ConfigMap or Secret. */
const validateKeySelector = ({ name = '', key }: ConfigMapKeySelector, at: FieldPath): FieldError[] => [
  ...invalidBecause(isDns1123Subdomain(name), child(at, 'name'), name),
  ...(key ? invalidBecause(isConfigMapKey(key), child(at, 'key'), key) : [required(child(at, 'key'))]),
];

const validateFileKeySelector = ({ key, volumeName, path }: FileKeySelector, at: FieldPath): FieldError[] => [
  ...(key ? invalidBecause(isRelaxedEnvVarName(key), child(at, 'key'), key) : [required(child(at, 'key'))]),
  ...(volumeName ? invalidBecause(isDns1123Label(volumeName), child(at, 'volumeName'), volumeName) : [required(child(at, 'volumeName'))]),
  ...(path ? validatePathNoBacksteps(path, child(at, 'path')) : [required(child(at, 'path'))]),
];

/** Errors about the number of sources name the list. */
export const validateEnvFrom = (sources: readonly EnvFromSource[] | undefined, at: FieldPath): FieldError[] =>
  each(sources, at, ({ prefix, configMapRef, secretRef }, path) => [
    ...(prefix ? invalidBecause(isRelaxedEnvVarName(prefix), child(path, 'prefix'), prefix) : []),
    ...optional(configMapRef, child(path, 'configMapRef'), validateEnvSource),
    ...optional(secretRef, child(path, 'secretRef'), validateEnvSource),
    ...(!configMapRef && !secretRef ? [invalid(at, '', 'must specify one of: `configMapRef` or `secretRef`')] : []),
    ...(configMapRef && secretRef ? [invalid(at, '', 'may not have more than one field specified at a time')] : []),
  ]);

/** The name is checked as a prefix would be: a trailing dash is fine. */
const validateEnvSource = ({ name }: { name?: string }, at: FieldPath): FieldError[] => {
  const path = child(at, 'name');
  if (!name) return [...requireText(name, path)];
  const masked = name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
  return invalidBecause(isDns1123Subdomain(masked), path, name);
};

/** Files of environment variables are on `emptyDir` volumes. */
export function validateFileKeyRefVolumes(spec: PodSpec, at: FieldPath): FieldError[] {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name ?? '', volume]));
  return containersOf(spec, at).flatMap(({ container, at: path }) =>
    (container.env ?? []).flatMap(({ valueFrom }, i) => {
      if (!valueFrom?.fileKeyRef) return [];
      const { volumeName = '' } = valueFrom.fileKeyRef;
      const namePath = child(index(child(path, 'env'), i), 'valueFrom', 'fileKeyRef', 'volumeName');
      const volume = volumes.get(volumeName);
      if (!volume) return [notFound(namePath, volumeName)];
      return volume.emptyDir ? [] : [invalid(namePath, volumeName, 'referenced volume must be of type emptyDir')];
    }),
  );
}
