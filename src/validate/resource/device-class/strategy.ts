import { invalid, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { DeviceClass } from '../../../model/kinds/resource-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { invalidBecause, optional } from '../../shared/checks.ts';
import { declared, withDeclaredName } from '../../shared/declarative.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Subdomain, isLongName, isQualifiedName } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { isExtendedResource } from '../../shared/resource-names.ts';
import type { RuleContext } from '../../strategy.ts';
import { SELECTORS, validateDeviceConfiguration, validateSelector, type DeviceContext } from '../device-configuration.ts';
import { validateList, type ListSize } from '../lists.ts';

const CONFIGURATIONS: ListSize = { max: 32, declared: true };
const QUOTA_PREFIX = 'requests.';
const NATIVE_DOMAIN = 'kubernetes.io/';

export const deviceClassStrategy = defineStrategy<DeviceClass>({
  gvk: { group: 'resource.k8s.io', version: 'v1', kind: 'DeviceClass' },
  defaults: () => undefined,
  prepareForCreate(deviceClass, context) {
    startGeneration(deviceClass);
    dropExtendedResource(deviceClass, undefined, context);
  },
  prepareForUpdate(deviceClass, old, context) {
    dropExtendedResource(deviceClass, old, context);
    countGeneration(deviceClass, old, differs(deviceClass.spec ?? {}, old.spec ?? {}));
  },
  validate: (deviceClass, context) => validateDeviceClass(deviceClass, undefined, context),
  validateUpdate: (deviceClass, old, context) => [
    ...validateDeviceClass(deviceClass, old, context),
    ...validateObjectMetaUpdate(deviceClass.metadata, old.metadata, fieldPath('metadata')),
  ],
});

function dropExtendedResource({ spec }: DeviceClass, old: DeviceClass | undefined, { gate }: RuleContext): void {
  if (!gate('DRAExtendedResource') && old?.spec?.extendedResourceName === undefined) delete spec?.extendedResourceName;
}

function validateDeviceClass({ metadata, spec = {} }: DeviceClass, old: DeviceClass | undefined, context: RuleContext): FieldError[] {
  const at = fieldPath('spec');
  const partContext = (part: 'selectors' | 'config'): DeviceContext => ({
    ...context,
    isStored: old !== undefined && !differs(spec[part] ?? [], old.spec?.[part] ?? []),
  });
  const [selectorContext, configContext] = [partContext('selectors'), partContext('config')];
  const isDeclarative = isSince(context.release, '1.37');
  return [
    ...(isDeclarative
      ? withDeclaredName(validateObjectMeta(metadata, clusterScoped(isLongName), fieldPath('metadata')))
      : validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata'))),
    ...validateList(spec.selectors, SELECTORS, child(at, 'selectors'), (selector, place) =>
      validateSelector(selector, place, selectorContext),
    ),
    ...validateList(spec.config, CONFIGURATIONS, child(at, 'config'), (config, place) =>
      validateDeviceConfiguration(config, place, configContext),
    ),
    ...declared(
      optional(
        spec.extendedResourceName,
        child(at, 'extendedResourceName'),
        isDeclarative ? validateResourceName : validateResourceNameAsOne,
      ),
    ),
  ];
}

const validateResourceNameAsOne = (name: string, at: FieldPath): FieldError[] =>
  isExtendedResource(name) ? [] : [invalid(at, name, 'must be a valid extended resource name')];

function validateResourceName(name: string, at: FieldPath): FieldError[] {
  const domainProblem = !name.includes('/')
    ? ["a name must be a domain-prefixed path, such as 'example.com/my-prop'"]
    : name.includes(NATIVE_DOMAIN)
      ? [`must not have "${NATIVE_DOMAIN}" domain`]
      : [];
  return [
    ...invalidBecause(domainProblem, at, name),
    ...(name.startsWith(QUOTA_PREFIX) ? [invalid(at, name, `must not have "${QUOTA_PREFIX}" prefix`)] : []),
    ...invalidBecause(isQualifiedName(`${QUOTA_PREFIX}${name}`), at, name),
  ];
}
