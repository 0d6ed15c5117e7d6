import { invalid, required, tooMany, type FieldError } from '../../../model/field-error.ts';
import { declared } from '../../shared/declarative.ts';
import { child, fieldPath, type FieldPath } from '../../../model/field-path.ts';
import { parseIpSloppy } from '../../../model/ip-address.ts';
import type { Endpoint, EndpointHints, EndpointPort, EndpointSlice } from '../../../model/kinds/discovery-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { asJson, each, invalidBecause, oneOf, requireOneOf, uniqueNames } from '../../shared/checks.ts';
import { differs } from '../../shared/generation.ts';
import { validateEndpointIp, validateIp, validateLegacyIp } from '../../shared/ip.ts';
import { isDns1123Label, isDns1123Subdomain, isLabelValue, isQualifiedName, type NameFormat } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';

const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ADDRESSES = 100;
const MAX_PORTS = 20_000;
const MAX_ENDPOINTS = 1000;
const MAX_HINTS = 8;
const addressTypeAt = fieldPath('addressType');

export function validateEndpointSlice(slice: EndpointSlice, old: EndpointSlice | undefined, context: RuleContext): FieldError[] {
  const { addressType = '' } = slice;
  const sameEndpoints = old !== undefined && !differs(slice.endpoints, old.endpoints);
  return [
    ...validateObjectMeta(slice.metadata, namespaced(isDns1123Subdomain), fieldPath('metadata')),
    ...validateAddressType(addressType, old && addressType !== old.addressType),
    ...validatePorts(slice.ports ?? [], fieldPath('ports')),
    ...(sameEndpoints ? [] : validateEndpoints(slice, fieldPath('endpoints'), context)),
  ];
}

export function validateEndpointSliceUpdate(slice: EndpointSlice, old: EndpointSlice, context: RuleContext): FieldError[] {
  const shownType = isSince(context.release, '1.37') ? null : asJson(slice.addressType);
  return [
    ...validateEndpointSlice(slice, old, context),
    ...(slice.addressType === old.addressType ? [] : declared([invalid(addressTypeAt, shownType, 'field is immutable')], -1)),
  ];
}

/** A type that may not change is not compared with those that there are by declarative validation. */
const validateAddressType = (type: string, isChanged = false): FieldError[] => {
  const errors = requireOneOf(type, ADDRESS_TYPES, addressTypeAt);
  return isChanged && type !== '' ? errors : declared(errors, -1);
};

function validatePorts(ports: readonly EndpointPort[], at: FieldPath): FieldError[] {
  if (ports.length > MAX_PORTS) return [tooMany(at, ports.length, MAX_PORTS)];
  const names = uniqueNames();
  return each(ports, at, ({ name = '', protocol, appProtocol }, path) => [
    ...(name === '' ? [] : invalidBecause(isDns1123Label(name), child(path, 'name'), name)),
    ...names.add(name, child(path, 'name')),
    ...oneOf(protocol, ['SCTP', 'TCP', 'UDP'], child(path, 'protocol')),
    ...(appProtocol === undefined ? [] : invalidBecause(isQualifiedName(appProtocol), child(path, 'appProtocol'), appProtocol)),
  ]);
}

function validateEndpoints({ endpoints = [], addressType }: EndpointSlice, at: FieldPath, context: RuleContext): FieldError[] {
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany(at, endpoints.length, MAX_ENDPOINTS)];
  return each(endpoints, at, (endpoint, path) => [
    ...validateAddresses(endpoint.addresses ?? [], addressType, child(path, 'addresses'), context),
    ...validateEndpoint(endpoint, path),
  ]);
}

function validateAddresses(addresses: readonly string[], type: string | undefined, at: FieldPath, context: RuleContext): FieldError[] {
  const noAddress = isSince(context.release, '1.37') ? '' : 'must contain at least 1 address';
  return [
    ...declared(addresses.length === 0 ? [required(at, noAddress)] : []),
    ...declared(addresses.length > MAX_ADDRESSES ? [tooMany(at, addresses.length, MAX_ADDRESSES)] : []),
    ...each(addresses, at, (address, path) => {
      if (type === 'FQDN') return validateDomain(address, path);
      if (type !== 'IPv4' && type !== 'IPv6') return [];
      const errors = type === 'IPv4' ? validateLegacyIp(address, path, context) : validateIp(address, path);
      if (errors.length > 0) return errors;
      const isOther = parseIpSloppy(address)?.family !== (type === 'IPv4' ? 4 : 6);
      return [...(isOther ? [invalid(at, address, `must be an ${type} address`)] : []), ...validateEndpointIp(address, path)];
    }),
  ];
}

/** A domain with at least two labels; a dot at its end is fine. */
function validateDomain(text: string, at: FieldPath): FieldError[] {
  if (text === '') return [required(at)];
  const domain = text.replace(/\.$/, '');
  const problems = isDns1123Subdomain(domain);
  if (problems.length > 0) return [invalid(at, domain, problems.join(','))];
  const labels = domain.split('.');
  if (labels.length < 2) return [invalid(at, domain, 'should be a domain with at least two segments separated by dots')];
  const wrong = labels.find((label) => isDns1123Label(label).length > 0);
  return wrong === undefined ? [] : [invalid(at, wrong, isDns1123Label(wrong).join(','))];
}

function validateEndpoint({ nodeName, hostname, hints }: Endpoint, at: FieldPath): FieldError[] {
  return [
    ...(nodeName === undefined ? [] : invalidBecause(isDns1123Subdomain(nodeName), child(at, 'nodeName'), nodeName)),
    ...(hostname === undefined ? [] : invalidBecause(isDns1123Label(hostname), child(at, 'hostname'), hostname)),
    ...(hints ? validateHints(hints, child(at, 'hints')) : []),
  ];
}

function validateHints({ forZones = [], forNodes = [] }: EndpointHints, at: FieldPath): FieldError[] {
  const zones = validateNames(forZones, isLabelValue, child(at, 'forZones'));
  return forZones.length > MAX_HINTS ? zones : [...zones, ...validateNames(forNodes, isDns1123Subdomain, child(at, 'forNodes'))];
}

function validateNames(items: readonly { name?: string }[], format: NameFormat, at: FieldPath): FieldError[] {
  if (items.length > MAX_HINTS) return [tooMany(at, items.length, MAX_HINTS)];
  const names = uniqueNames();
  return each(items, at, ({ name = '' }, path) => [
    ...names.add(name, child(path, 'name')),
    ...invalidBecause(format(name), child(path, 'name'), name),
  ]);
}
