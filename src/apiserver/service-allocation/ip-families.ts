import { invalid, type FieldError } from '../../model/field-error.ts';
import { fieldPath, index } from '../../model/field-path.ts';
import { deepEqual } from '../../model/json.ts';
import type { Service, ServiceSpec } from '../../model/kinds/core-v1.ts';
import { validateClusterIpFields } from '../../validate/core/service/cluster-ips.ts';
import type { RuleContext } from '../../validate/strategy.ts';
import type { IpFamily } from './service-ranges.ts';

const policyPath = fieldPath('spec', 'ipFamilyPolicy');
const familiesPath = fieldPath('spec', 'ipFamilies');
const addressesPath = fieldPath('spec', 'clusterIPs');

/** Fills a Service's IP families and their policy as a cluster with addresses of the families `configured` does, or says why it cannot. Changes `service`. */
export function fillIpFamilies(
  service: Service,
  old: Service | undefined,
  configured: readonly IpFamily[],
  rules: RuleContext,
): readonly FieldError[] {
  const spec = (service.spec ??= {});
  if (spec.type === 'ExternalName' || keepsPreferDualStack(spec, old?.spec)) return [];
  spec.ipFamilyPolicy ??= old?.spec?.ipFamilyPolicy ?? (isHeadlessWithoutSelector(spec) ? 'RequireDualStack' : 'SingleStack');
  const errors = validateClusterIpFields(service, old, rules);
  if (errors.length > 0) return errors;
  const conflicts = [...(old?.spec ? reductions(spec, old.spec) : []), ...singleStackConflicts(spec), ...inferFamilies(spec, configured)];
  if (conflicts.length > 0) return conflicts;
  if (isHeadlessWithoutSelector(spec)) {
    fillHeadlessFamilies(spec, configured);
    return [];
  }
  const unavailable = unavailableFamilies(spec, configured);
  if (unavailable.length > 0) return unavailable;
  const families = spec.ipFamilies?.length ? spec.ipFamilies : configured.slice(0, 1);
  const wantsBoth = configured.length > 1 && families.length === 1 && spec.ipFamilyPolicy !== 'SingleStack';
  spec.ipFamilies = wantsBoth ? withOther(families) : [...families];
  return [];
}

/** Services that prefer two stacks stay as they are unless their addresses or families change. */
export function keepsPreferDualStack(spec: ServiceSpec, old: ServiceSpec | undefined): boolean {
  return (
    old !== undefined &&
    spec.ipFamilyPolicy === 'PreferDualStack' &&
    (old.ipFamilyPolicy ?? 'PreferDualStack') === 'PreferDualStack' &&
    old.type === spec.type &&
    ['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.type ?? '') &&
    deepEqual(old.clusterIPs ?? [], spec.clusterIPs ?? []) &&
    deepEqual(old.ipFamilies ?? [], spec.ipFamilies ?? [])
  );
}

const isHeadlessWithoutSelector = ({ clusterIP, selector = {} }: ServiceSpec): boolean =>
  clusterIP === 'None' && Object.keys(selector).length === 0;

/** Going down to one stack has to be asked for; then what is left over goes. Changes `spec`. */
function reductions(spec: ServiceSpec, old: ServiceSpec): FieldError[] {
  if (spec.ipFamilyPolicy === 'SingleStack') {
    if (deepEqual(old.clusterIPs, spec.clusterIPs) && (spec.clusterIPs?.length ?? 0) > 1) spec.clusterIPs = spec.clusterIPs?.slice(0, 1);
    if (deepEqual(old.ipFamilies, spec.ipFamilies) && (spec.ipFamilies?.length ?? 0) > 1) spec.ipFamilies = spec.ipFamilies?.slice(0, 1);
    return [];
  }
  const errors: FieldError[] = [];
  const isReduced = (now: readonly string[] = [], before: readonly string[] = []): boolean => now.length > 0 && now.length < before.length;
  const release = (what: string): FieldError =>
    invalid(policyPath, spec.ipFamilyPolicy, `must be 'SingleStack' to release the secondary ${what}`);
  if (isReduced(spec.clusterIPs, old.clusterIPs)) errors.push(release('cluster IP'));
  if (isReduced(spec.ipFamilies, old.ipFamilies)) errors.push(release('IP family'));
  return errors;
}

function singleStackConflicts(spec: ServiceSpec): FieldError[] {
  if (spec.ipFamilyPolicy !== 'SingleStack') return [];
  const conflict = (what: string): FieldError =>
    invalid(policyPath, 'SingleStack', `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`);
  return [
    ...(spec.clusterIPs?.length === 2 ? [conflict('cluster IPs')] : []),
    ...(spec.ipFamilies?.length === 2 ? [conflict('IP families')] : []),
  ];
}

/** Families of addresses that have none yet. Changes `spec`. */
function inferFamilies(spec: ServiceSpec, configured: readonly IpFamily[]): FieldError[] {
  const errors: FieldError[] = [];
  for (const [i, address] of (spec.clusterIPs ?? []).entries()) {
    if (address === 'None') break;
    if (i < (spec.ipFamilies?.length ?? 0)) continue;
    const family = address.includes(':') ? 'IPv6' : 'IPv4';
    if (configured.includes(family)) spec.ipFamilies = [...(spec.ipFamilies ?? []), family];
    else errors.push(invalid(index(addressesPath, i), spec.clusterIPs, `${family} is not configured on this cluster`));
  }
  return errors;
}

/** A headless Service without a selector may name both families on any cluster. Changes `spec`. */
function fillHeadlessFamilies(spec: ServiceSpec, configured: readonly IpFamily[]): void {
  const families = spec.ipFamilies?.length ? spec.ipFamilies : configured.slice(0, 1);
  const wantsBoth = families.length < 2 && spec.ipFamilyPolicy !== 'SingleStack';
  spec.ipFamilies = wantsBoth ? withOther(families) : [...families];
}

const withOther = (families: readonly string[]): string[] => [...families, families[0] === 'IPv4' ? 'IPv6' : 'IPv4'];

function unavailableFamilies(spec: ServiceSpec, configured: readonly string[]): FieldError[] {
  const errors: FieldError[] = [];
  if (spec.ipFamilyPolicy === 'RequireDualStack' && configured.length < 2) {
    errors.push(invalid(policyPath, spec.ipFamilyPolicy, 'this cluster is not configured for dual-stack services'));
  }
  for (const [i, family] of (spec.ipFamilies ?? []).entries()) {
    if (!configured.includes(family)) errors.push(invalid(index(familiesPath, i), family, 'not configured on this cluster'));
  }
  return errors;
}
