import { duplicate, invalid, notSupported, type FieldError } from '../../../model/field-error.ts';
import { fieldPath, index } from '../../../model/field-path.ts';
import { parseIpSloppy } from '../../../model/ip-address.ts';
import type { Service, ServiceSpec } from '../../../model/kinds/core-v1.ts';
import { DEFAULT_RELEASE } from '../../../schema/release.ts';
import { ruleContext } from '../../feature-gates.ts';
import { asJson, each } from '../../shared/checks.ts';
import { validateLegacyIp } from '../../shared/ip.ts';
import type { RuleContext } from '../../strategy.ts';
import { isHeadless } from './accessibility.ts';

const FAMILIES = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Cluster IPs, IP families and their policy: the check that allocation of addresses makes before it begins, and validation again. */
export function validateClusterIpFields(
  { spec = {} }: Service,
  old: Service | undefined,
  context: RuleContext = ruleContext(DEFAULT_RELEASE),
): FieldError[] {
  if (spec.type === 'ExternalName') return [];
  const { ipFamilyPolicy: policy } = spec;
  const addresses = validateAddresses(spec, old?.spec?.clusterIPs ?? [], context);
  return [
    ...validateFirstAddress(spec),
    ...each(spec.ipFamilies, fieldPath('spec', 'ipFamilies'), (family, path, i) => [
      ...(FAMILIES.includes(family) ? [] : [notSupported(path, asJson(family), FAMILIES)]),
      ...(spec.ipFamilies?.indexOf(family) === i ? [] : [duplicate(path, asJson(family))]),
    ]),
    ...(policy === undefined || POLICIES.includes(policy)
      ? []
      : [notSupported(fieldPath('spec', 'ipFamilyPolicy'), asJson(policy), POLICIES)]),
    ...addresses.errors,
    ...((spec.clusterIPs?.length ?? 0) > 2 ? [invalid(clusterIPs, spec.clusterIPs, 'may only hold up to 2 values')] : []),
    ...(addresses.invalid ? [] : [...validateCount(spec), ...validateFamilies(spec)]),
  ];
}

const clusterIPs = fieldPath('spec', 'clusterIPs');

/** `clusterIP` is the first of `clusterIPs`. */
function validateFirstAddress({ clusterIP = '', clusterIPs: all = [] }: ServiceSpec): FieldError[] {
  if (clusterIP === '') return all.length > 0 ? [invalid(clusterIPs, all, 'must be empty when `clusterIP` is not specified')] : [];
  return all[0] === clusterIP ? [] : [invalid(clusterIPs, all, 'first value must match `clusterIP`')];
}

function validateAddresses(
  { clusterIPs: all = [] }: ServiceSpec,
  stored: readonly string[],
  context: RuleContext,
): { errors: FieldError[]; invalid: boolean } {
  const errors = each(all, clusterIPs, (address, path, i) => {
    if (i > 0 || address !== 'None') return validateLegacyIp(address, path, context, stored);
    return all.length > 1 ? [invalid(clusterIPs, all, "'None' must be the first and only value")] : [];
  });
  return { errors, invalid: errors.length > 0 };
}

const familyOf = (address: string): string => (parseIpSloppy(address)?.family === 6 ? 'IPv6' : 'IPv4');

/** At most one address per family. */
const validateCount = ({ clusterIPs: all = [] }: ServiceSpec): FieldError[] =>
  all.length > 1 && new Set(all.map(familyOf)).size < 2
    ? [invalid(clusterIPs, all, 'may specify no more than one IP for each IP family')]
    : [];

function validateFamilies(spec: ServiceSpec): FieldError[] {
  if (isHeadless(spec)) return [];
  return (spec.clusterIPs ?? []).flatMap((address, i) => {
    const family = spec.ipFamilies?.[i];
    if ((family !== 'IPv4' && family !== 'IPv6') || familyOf(address) === family) return [];
    return [invalid(index(clusterIPs, i), address, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``)];
  });
}
