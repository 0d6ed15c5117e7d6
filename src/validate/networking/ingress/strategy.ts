import type { FieldError } from '../../../model/field-error.ts';
import { fieldPath, root } from '../../../model/field-path.ts';
import type { Ingress, IngressBackend } from '../../../model/kinds/networking-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isDns1035Label, isDns1123Label, isDns1123Subdomain } from '../../shared/names.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import type { RuleContext } from '../../strategy.ts';
import { validateClassAnnotation, validateHttp, validateIngress, type IngressOptions } from './validate.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export const ingressStrategy = defineStrategy<Ingress>({
  gvk: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
  defaults: () => undefined,
  prepareForCreate(object) {
    dropStatus(object);
    startGeneration(object);
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old);
    countGeneration(object, old, differs(object.spec, old.spec));
  },
  prepareForStatusUpdate: keepSpec,
  validate: (object, context) => [...validateIngress(object, strict(context)), ...validateClassAnnotation(object)],
  validateUpdate,
  warnings: ({ metadata, spec }, old) =>
    old === undefined && metadata?.annotations?.[CLASS_ANNOTATION] !== undefined && spec?.ingressClassName === undefined
      ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
      : [],
});

function validateUpdate(object: Ingress, old: Ingress, context: RuleContext): FieldError[] {
  const options: IngressOptions = {
    allowInvalidSecretName: (old.spec?.tls ?? []).some(({ secretName }) => secretName && isDns1123Subdomain(secretName).length > 0),
    allowInvalidWildcardHostRule: (old.spec?.rules ?? []).some(
      (rule) => rule.host?.includes('*') && validateHttp(rule, root, LENIENT).length > 0,
    ),
    relaxedServiceNames: strict(context).relaxedServiceNames || backendsOf(old).some(hasRelaxedName),
  };
  return [...validateObjectMetaUpdate(object.metadata, old.metadata, fieldPath('metadata')), ...validateIngress(object, options)];
}

const strict = (context: RuleContext): IngressOptions => ({
  allowInvalidSecretName: false,
  allowInvalidWildcardHostRule: false,
  relaxedServiceNames: context.gate('RelaxedServiceNameValidation'),
});

const LENIENT: IngressOptions = { allowInvalidSecretName: false, allowInvalidWildcardHostRule: false, relaxedServiceNames: false };

const backendsOf = ({ spec }: Ingress): (IngressBackend | undefined)[] => [
  spec?.defaultBackend,
  ...(spec?.rules ?? []).flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
];

const hasRelaxedName = (backend: IngressBackend | undefined): boolean => {
  const name = backend?.service?.name;
  return name !== undefined && isDns1123Label(name).length === 0 && isDns1035Label(name).length > 0;
};
