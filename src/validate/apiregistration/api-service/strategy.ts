import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { APIService, APIServiceSpec, ServiceReference } from '../../../model/kinds/apiregistration-v1.ts';
import { base64Length } from '../../shared/base64.ts';
import { invalidBecause, requireText } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { isDns1035Label, isDns1123Subdomain, isPathSegmentName, isPortNumber } from '../../shared/names.ts';
import { clusterScoped, validateGenericObjectMeta, validateGenericObjectMetaUpdate } from '../../shared/object-meta.ts';
import { keepSpec, keepStatus } from '../../shared/status.ts';

const MAX_GROUP_PRIORITY = 20_000;
const MAX_VERSION_PRIORITY = 1000;
const metadataAt = fieldPath('metadata');

export const apiServiceStrategy = defineStrategy<APIService>(
  {
    gvk: { group: 'apiregistration.k8s.io', version: 'v1', kind: 'APIService' },
    defaults({ spec }) {
      if (spec?.service) spec.service.port ??= 443;
    },
    prepareForCreate: startStatus,
    prepareForUpdate: keepStatus,
    prepareForStatusUpdate: keepSpec,
    validate: validateApiService,
    validateUpdate: (service, old) => [
      ...validateGenericObjectMetaUpdate(service.metadata ?? {}, old.metadata ?? {}, metadataAt),
      ...validateApiService(service),
    ],
  },
  { declarativeSince: 'never' },
);

/** What the API server itself serves is there from the start. */
function startStatus(service: APIService): void {
  const now = service.metadata?.creationTimestamp;
  service.status = service.spec?.service
    ? {}
    : {
        conditions: [
          {
            type: 'Available',
            status: 'True',
            ...(now !== undefined && { lastTransitionTime: now }),
            reason: 'Local',
            message: 'Local APIServices are always available',
          },
        ],
      };
}

function validateApiService({ metadata, spec = {} }: APIService): FieldError[] {
  const { group = '', version = '' } = spec;
  const at = fieldPath('spec');
  return [
    ...validateGenericObjectMeta(metadata ?? {}, clusterScoped(nameFor(`${version}.${group}`)), metadataAt),
    ...(group === '' && version !== 'v1'
      ? [required(child(at, 'group'), 'only v1 may have an empty group and it better be legacy kube')]
      : []),
    ...(group === '' ? [] : invalidBecause(isDns1123Subdomain(group), child(at, 'group'), group)),
    ...invalidBecause(isDns1035Label(version), child(at, 'version'), version),
    ...validatePriority(spec.groupPriorityMinimum, MAX_GROUP_PRIORITY, child(at, 'groupPriorityMinimum')),
    ...validatePriority(spec.versionPriority, MAX_VERSION_PRIORITY, child(at, 'versionPriority')),
    ...(spec.service ? validateService(spec.service, spec, at) : validateLocal(spec, at)),
  ];
}

const nameFor =
  (wanted: string) =>
  (name: string): string[] => {
    const problems = isPathSegmentName(name);
    return problems.length > 0 || name === wanted ? problems : [`must be \`spec.version+"."+spec.group\`: ${goQuote(wanted)}`];
  };

const validatePriority = (priority = 0, max: number, at: FieldPath): FieldError[] =>
  priority > 0 && priority <= max ? [] : [invalid(at, priority, `must be positive and less than ${max}`)];

function validateLocal({ caBundle, insecureSkipTLSVerify }: APIServiceSpec, at: FieldPath): FieldError[] {
  const refused = (name: string, value: unknown): FieldError =>
    invalid(child(at, name), value, `local APIServices may not have ${name === 'caBundle' ? 'a caBundle' : name}`);
  return [
    ...(caBundle ? [refused('caBundle', `${base64Length(caBundle)} bytes`)] : []),
    ...(insecureSkipTLSVerify ? [refused('insecureSkipTLSVerify', true)] : []),
  ];
}

function validateService({ namespace, name, port = 0 }: ServiceReference, spec: APIServiceSpec, at: FieldPath): FieldError[] {
  const path = child(at, 'service');
  const portProblems = isPortNumber(port);
  return [
    ...requireText(namespace, child(path, 'namespace')),
    ...requireText(name, child(path, 'name')),
    ...(portProblems.length === 0 ? [] : [invalid(child(path, 'port'), port, `port is not valid: ${portProblems.join(', ')}`)]),
    ...(spec.insecureSkipTLSVerify && spec.caBundle
      ? [invalid(child(at, 'insecureSkipTLSVerify'), true, 'may not be true if caBundle is present')]
      : []),
  ];
}
