import { invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { parseIpSloppy } from '../../../model/ip-address.ts';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressSpec, IngressTLS } from '../../../model/kinds/networking-v1.ts';
import { asJson, each, invalidBecause, optional } from '../../shared/checks.ts';
import {
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isPathSegmentName,
  isPortName,
  isPortNumber,
  isWildcardDns1123Subdomain,
} from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import type { TypedLocalObjectReference } from '../../../model/kinds/core-v1.ts';

/** What an update may keep because the stored object has it. */
export interface IngressOptions {
  readonly allowInvalidSecretName: boolean;
  readonly allowInvalidWildcardHostRule: boolean;
  /** Backends may name services by DNS-1123 labels, which may begin with a digit. */
  readonly relaxedServiceNames: boolean;
}

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const INVALID_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const INVALID_SUFFIXES = ['/..', '/.'];

export function validateIngress(ingress: Ingress, options: IngressOptions): FieldError[] {
  return [
    ...validateObjectMeta(ingress.metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...validateSpec(ingress.spec ?? {}, fieldPath('spec'), options),
  ];
}

/** Only on create: the annotation of old may not contradict the field. */
export function validateClassAnnotation({ metadata, spec }: Ingress): FieldError[] {
  const annotation = metadata?.annotations?.[CLASS_ANNOTATION];
  const differs = annotation !== undefined && spec?.ingressClassName !== undefined && annotation !== spec.ingressClassName;
  return differs
    ? [invalid(fieldPath('annotations', CLASS_ANNOTATION), annotation, 'must match `ingressClassName` when both are specified')]
    : [];
}

function validateSpec(spec: IngressSpec, at: FieldPath, options: IngressOptions): FieldError[] {
  const { rules, defaultBackend, tls, ingressClassName } = spec;
  return [
    ...((rules ?? []).length === 0 && !defaultBackend
      ? [invalid(at, rules ?? null, 'either `defaultBackend` or `rules` must be specified')]
      : []),
    ...optional(defaultBackend, child(at, 'defaultBackend'), (backend, place) => validateBackend(backend, place, options)),
    ...each(rules, child(at, 'rules'), (rule, place) => validateRule(rule, place, options)),
    ...each(tls, child(at, 'tls'), (entry, place) => validateTls(entry, place, options)),
    ...optional(ingressClassName, child(at, 'ingressClassName'), (name, place) => invalidBecause(isDns1123Subdomain(name), place, name)),
  ];
}

function validateRule(rule: IngressRule, at: FieldPath, options: IngressOptions): FieldError[] {
  const { host = '' } = rule;
  const place = child(at, 'host');
  const skipRule = host.includes('*') && options.allowInvalidWildcardHostRule;
  return [
    ...(host !== '' && parseIpSloppy(host) ? [invalid(place, host, 'must be a DNS name, not an IP address')] : []),
    ...(host === '' ? [] : validateHost(host, place)),
    ...(skipRule ? [] : validateHttp(rule, at, options)),
  ];
}

const validateHost = (host: string, at: FieldPath): FieldError[] =>
  invalidBecause(host.includes('*') ? isWildcardDns1123Subdomain(host) : isDns1123Subdomain(host), at, host);

/** The paths of a rule. */
export function validateHttp({ http }: IngressRule, at: FieldPath, options: IngressOptions): FieldError[] {
  if (!http) return [];
  const place = child(at, 'http', 'paths');
  return [
    ...((http.paths ?? []).length === 0 ? [required(place)] : []),
    ...each(http.paths, place, (path, inner) => validatePath(path, inner, options)),
  ];
}

function validatePath(path: HTTPIngressPath, at: FieldPath, options: IngressOptions): FieldError[] {
  const { pathType, path: text = '', backend = {} } = path;
  if (pathType === undefined) return [required(child(at, 'pathType'), 'pathType must be specified')];
  return [...validatePathText(pathType, text, at), ...validateBackend(backend, child(at, 'backend'), options)];
}

function validatePathText(pathType: string, text: string, at: FieldPath): FieldError[] {
  const place = child(at, 'path');
  const relative = text.startsWith('/') ? [] : [invalid(place, text, 'must be an absolute path')];
  switch (pathType) {
    case 'Exact':
    case 'Prefix':
      return [
        ...relative,
        ...INVALID_SEQUENCES.filter((sequence) => text.includes(sequence)).map((sequence) =>
          invalid(place, text, `must not contain '${sequence}'`),
        ),
        ...INVALID_SUFFIXES.filter((suffix) => text.endsWith(suffix)).map((suffix) => invalid(place, text, `cannot end with '${suffix}'`)),
      ];
    case 'ImplementationSpecific':
      return text === '' ? [] : relative;
    default:
      return [notSupported(child(at, 'pathType'), asJson(pathType), PATH_TYPES)];
  }
}

function validateBackend({ resource, service }: IngressBackend, at: FieldPath, options: IngressOptions): FieldError[] {
  if (resource && service) return [invalid(at, '', 'cannot set both resource and service backends')];
  if (resource) return validateResource(resource, child(at, 'resource'));
  if (!service) return [invalid(at, '', 'resource or service backend is required')];
  const { name = '', port = {} } = service;
  const nameAt = child(at, 'service', 'name');
  const nameFormat = options.relaxedServiceNames ? isDns1123Label : isDns1035Label;
  return [
    ...(name === '' ? [required(nameAt)] : invalidBecause(nameFormat(name), nameAt, name)),
    ...validateBackendPort(port.name ?? '', port.number ?? 0, at),
  ];
}

function validateBackendPort(name: string, number: number, at: FieldPath): FieldError[] {
  const port = child(at, 'service', 'port');
  if (name !== '' && number !== 0) return [invalid(at, '', 'cannot set both port name & port number')];
  if (name !== '') return invalidBecause(isPortName(name), child(port, 'name'), name);
  if (number !== 0) return invalidBecause(isPortNumber(number), child(port, 'number'), number);
  return [required(at, 'port name or number is required')];
}

function validateResource({ apiGroup, kind, name }: TypedLocalObjectReference, at: FieldPath): FieldError[] {
  return [
    ...optional(apiGroup, child(at, 'apiGroup'), (group, place) => invalidBecause(isDns1123Subdomain(group), place, group)),
    ...validateSegment(kind, child(at, 'kind')),
    ...validateSegment(name, child(at, 'name')),
  ];
}

/** A part of a URL that has to be there. */
export const validateSegment = (value: string | undefined, at: FieldPath): FieldError[] =>
  value ? invalidBecause(isPathSegmentName(value), at, value) : [required(at)];

function validateTls({ hosts, secretName = '' }: IngressTLS, at: FieldPath, { allowInvalidSecretName }: IngressOptions): FieldError[] {
  return [
    ...each(hosts, child(at, 'hosts'), validateHost),
    ...(secretName === '' || allowInvalidSecretName
      ? []
      : invalidBecause(isDns1123Subdomain(secretName), child(at, 'secretName'), secretName)),
  ];
}
