import { forbidden, invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { Service, ServiceSpec } from '../../../model/kinds/core-v1.ts';
import { asJson } from '../../shared/checks.ts';
import { validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';
import { isHeadless, needsHealthCheck } from './accessibility.ts';
import { validateLoadBalancerClass, validateServiceFields } from './validate.ts';

export function validateServiceUpdate(service: Service, old: Service, context: RuleContext): FieldError[] {
  const spec = service.spec ?? {};
  const before = old.spec ?? {};
  return [
    ...validateObjectMetaUpdate(service.metadata, old.metadata, fieldPath('metadata')),
    ...validateClusterIpChange(spec, before),
    ...validateFamilyChange(spec, before),
    ...validateClassChange(spec, before),
    ...validateHealthCheckChange(spec, before),
    ...validateServiceFields(service, old, context),
  ];
}

const UNCHANGEABLE = 'may not change once set';
const addressPath = (i: number): FieldPath => index(fieldPath('spec', 'clusterIPs'), i);
const familyPath = (i: number): FieldPath => index(fieldPath('spec', 'ipFamilies'), i);

const isExternal = (spec: ServiceSpec, old: ServiceSpec): boolean => spec.type === 'ExternalName' || old.type === 'ExternalName';

/** The secondary family may come and go, with the policy saying so. */
function releaseErrors(count: number, spec: ServiceSpec, what: string): FieldError[] {
  if (count !== 1 || spec.ipFamilyPolicy === 'SingleStack') return [];
  return [
    invalid(
      fieldPath('spec', 'ipFamilyPolicy'),
      asJson(spec.ipFamilyPolicy),
      `must be set to 'SingleStack' when releasing the secondary ${what}`,
    ),
  ];
}

function validateClusterIpChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isExternal(spec, old) || (isHeadless(spec) && isHeadless(old))) return [];
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  if (now.length === before.length)
    return before.flatMap((address, i) => (address === now[i] ? [] : [invalid(addressPath(i), spec.clusterIPs, UNCHANGEABLE)]));
  const firstChanged =
    before.length > 0 && now.length > 0 && now[0] !== before[0] ? [invalid(addressPath(0), spec.clusterIPs, UNCHANGEABLE)] : [];
  if (now.length > before.length) return firstChanged;
  return [
    ...(now.length === 0 ? [invalid(addressPath(0), spec.clusterIPs, 'primary clusterIP can not be unset')] : []),
    ...firstChanged,
    ...releaseErrors(now.length, spec, 'clusterIP'),
  ];
}

function validateFamilyChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isExternal(spec, old) || isHeadless(spec) || isHeadless(old)) return [];
  const [now, before] = [spec.ipFamilies ?? [], old.ipFamilies ?? []];
  if (now.length === before.length)
    return before.flatMap((family, i) => (family === now[i] ? [] : [invalid(familyPath(0), spec.ipFamilies, UNCHANGEABLE)]));
  const firstChanged =
    before.length > 0 && now.length > 0 && now[0] !== before[0] ? [invalid(familyPath(0), spec.clusterIPs, UNCHANGEABLE)] : [];
  if (now.length > before.length) return firstChanged;
  const unset = spec.clusterIPs?.length ? [] : [invalid(familyPath(0), spec.ipFamilies, 'primary ipFamily can not be unset')];
  return [...unset, ...firstChanged, ...releaseErrors(now.length, spec, 'ipFamily')];
}

function validateClassChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  const changed = spec.type === 'LoadBalancer' && old.type === 'LoadBalancer' && spec.loadBalancerClass !== old.loadBalancerClass;
  return [
    ...(changed ? [invalid(fieldPath('spec', 'loadBalancerClass'), asJson(spec.loadBalancerClass), UNCHANGEABLE)] : []),
    ...validateLoadBalancerClass(spec),
  ];
}

const validateHealthCheckChange = (spec: ServiceSpec, old: ServiceSpec): FieldError[] =>
  needsHealthCheck(spec) && needsHealthCheck(old) && (spec.healthCheckNodePort ?? 0) !== (old.healthCheckNodePort ?? 0)
    ? [forbidden(fieldPath('spec', 'healthCheckNodePort'), 'field is immutable')]
    : [];
