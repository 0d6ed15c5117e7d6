import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, root, type FieldPath } from '../../../model/field-path.ts';
import type { IPAddress, ParentReference } from '../../../model/kinds/networking-v1.ts';
import { invalidBecause } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { validateIp } from '../../shared/ip.ts';
import { isDns1123Subdomain, isPathSegmentName, type NameFormat } from '../../shared/names.ts';
import { clusterScoped, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';

const metadataAt = fieldPath('metadata');
const parentAt = fieldPath('spec', 'parentRef');
const isIpName: NameFormat = (name) => validateIp(name, root).map(({ detail }) => detail);

export const ipAddressStrategy = defineStrategy<IPAddress>({
  gvk: { group: 'networking.k8s.io', version: 'v1', kind: 'IPAddress' },
  defaults: () => undefined,
  validate: validateIpAddress,
  validateUpdate: (address, old) => [
    ...validateIpAddress(address),
    ...validateObjectMetaUpdate(address.metadata, old.metadata, metadataAt),
    ...(differs(address.spec?.parentRef, old.spec?.parentRef) ? [invalid(parentAt, null, 'field is immutable')] : []),
  ],
});

function validateIpAddress({ metadata, spec }: IPAddress): FieldError[] {
  return [
    ...validateObjectMeta(metadata, clusterScoped(isIpName), metadataAt),
    ...(spec?.parentRef ? validateParent(spec.parentRef, parentAt) : [required(parentAt)]),
  ];
}

function validateParent({ group, resource, name, namespace }: ParentReference, at: FieldPath): FieldError[] {
  const segment = (value: string | undefined, path: FieldPath): FieldError[] =>
    value ? invalidBecause(isPathSegmentName(value), path, value) : [];
  return [
    ...(group ? invalidBecause(isDns1123Subdomain(group), child(at, 'group'), group) : []),
    ...(resource ? segment(resource, child(at, 'resource')) : [required(child(at, 'resource'))]),
    ...(name ? segment(name, child(at, 'name')) : [required(child(at, 'name'))]),
    ...segment(namespace, child(at, 'namespace')),
  ];
}
