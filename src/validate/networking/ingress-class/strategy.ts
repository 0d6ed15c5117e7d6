import { forbidden, notSupported, required, tooLong, type FieldError } from '../../../model/field-error.ts';
import { declared } from '../../shared/declarative.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import type { IngressClass, IngressClassParametersReference } from '../../../model/kinds/networking-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { invalidBecause, optional } from '../../shared/checks.ts';
import { validateDomainPrefixedPath } from '../../shared/domain-prefixed-path.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { clusterScoped, immutable, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { validateSegment } from '../ingress/validate.ts';

const MAX_CONTROLLER_BYTES = 250;

export const ingressClassStrategy = defineStrategy<IngressClass>({
  gvk: { group: 'networking.k8s.io', version: 'v1', kind: 'IngressClass' },
  defaults({ spec }) {
    if (spec?.parameters) spec.parameters.scope ??= 'Cluster';
  },
  prepareForCreate: startGeneration,
  prepareForUpdate: (object, old) => countGeneration(object, old, differs(object.spec, old.spec)),
  validate: validateIngressClass,
  validateUpdate: (object, old) => [
    ...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')),
    ...immutable(object.spec?.controller ?? '', old.spec?.controller ?? '', fieldPath('spec', 'controller')),
    ...validateIngressClass(object),
  ],
});

function validateIngressClass({ metadata, spec }: IngressClass): FieldError[] {
  const at = fieldPath('spec');
  const controller = spec?.controller ?? '';
  return [
    ...validateObjectMeta(metadata, clusterScoped(isDns1123Subdomain), fieldPath('metadata')),
    ...(byteLength(controller) > MAX_CONTROLLER_BYTES ? [tooLong(child(at, 'controller'), MAX_CONTROLLER_BYTES)] : []),
    ...validateDomainPrefixedPath(controller, child(at, 'controller')),
    ...optional(spec?.parameters, child(at, 'parameters'), validateParameters),
  ];
}

function validateParameters({ apiGroup, kind, name, scope, namespace }: IngressClassParametersReference, at: FieldPath): FieldError[] {
  return [
    ...optional(apiGroup, child(at, 'apiGroup'), (group, place) => invalidBecause(isDns1123Subdomain(group), place, group)),
    ...validateName(kind, child(at, 'kind')),
    ...validateName(name, child(at, 'name')),
    ...validateScope(scope, namespace, at),
  ];
}

const validateName = (name: string | undefined, at: FieldPath): FieldError[] =>
  name ? validateSegment(name, at) : declared([required(at)]);

function validateScope(scope: string | undefined, namespace: string | undefined, at: FieldPath): FieldError[] {
  const place = child(at, 'namespace');
  switch (scope) {
    case 'Cluster':
      return namespace === undefined ? [] : [forbidden(place, "`parameters.scope` is set to 'Cluster'")];
    case 'Namespace':
      return namespace === undefined
        ? [required(place, "`parameters.scope` is set to 'Namespace'")]
        : invalidBecause(isDns1123Label(namespace), place, namespace);
    default:
      return [notSupported(child(at, 'scope'), scope, ['Cluster', 'Namespace'])];
  }
}
