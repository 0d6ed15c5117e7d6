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

/** Allocation has kept what was left out, and sees to it that a second address or family only goes when the policy says so. */
const isExternal = (spec: ServiceSpec, old: ServiceSpec): boolean => spec.type === 'ExternalName' || old.type === 'ExternalName';

function validateClusterIpChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isExternal(spec, old) || (isHeadless(spec) && isHeadless(old))) return [];
  const [now, before] = [spec.clusterIPs ?? [], old.clusterIPs ?? []];
  if (now.length === before.length)
    return before.flatMap((address, i) => (address === now[i] ? [] : [invalid(addressPath(i), spec.clusterIPs, UNCHANGEABLE)]));
  return before.length > 0 && now[0] !== before[0] ? [invalid(addressPath(0), spec.clusterIPs, UNCHANGEABLE)] : [];
}

function validateFamilyChange(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (isExternal(spec, old) || isHeadless(spec) || isHeadless(old)) return [];
  const [now, before] = [spec.ipFamilies ?? [], old.ipFamilies ?? []];
  if (now.length === before.length)
    return before.flatMap((family, i) => (family === now[i] ? [] : [invalid(familyPath(0), spec.ipFamilies, UNCHANGEABLE)]));
  return before.length > 0 && now[0] !== before[0] ? [invalid(familyPath(0), spec.clusterIPs, UNCHANGEABLE)] : [];
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
