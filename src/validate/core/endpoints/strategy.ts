import { required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from '../../../model/kinds/core-v1.ts';
import { each, invalidBecause, requireOneOf } from '../../shared/checks.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { differs } from '../../shared/generation.ts';
import { validateEndpointIp, validateLegacyIp, warningsForIp } from '../../shared/ip.ts';
import { isDns1123Label, isDns1123Subdomain, isPortNumber, isQualifiedName } from '../../shared/names.ts';
import { namespaced, validateObjectMeta, validateObjectMetaUpdate } from '../../shared/object-meta.ts';
import type { RuleContext } from '../../strategy.ts';

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const metadataAt = fieldPath('metadata');
const subsetsAt = fieldPath('subsets');

export const endpointsStrategy = defineStrategy<Endpoints>({
  gvk: { group: '', version: 'v1', kind: 'Endpoints' },
  createOnUpdate: true,
  defaults({ subsets }) {
    for (const { ports } of subsets ?? []) for (const port of ports ?? []) port.protocol ||= 'TCP';
  },
  validate: (endpoints, context) => [...validateMeta(endpoints), ...validateSubsets(endpoints, context)],
  validateUpdate: (endpoints, old, context) => [
    ...validateObjectMetaUpdate(endpoints.metadata, old.metadata, metadataAt),
    ...validateMeta(endpoints),
    ...(differs(endpoints.subsets, old.subsets) ? validateSubsets(endpoints, context) : []),
  ],
  warnings: ({ metadata, subsets = [] }) =>
    metadata?.labels?.[MANAGED_BY] === 'endpoint-controller'
      ? []
      : subsets.flatMap((subset, i) =>
          (['addresses', 'notReadyAddresses'] as const).flatMap((name) =>
            (subset[name] ?? []).flatMap(({ ip = '' }, j) => warningsForIp(ip, child(index(child(index(subsetsAt, i), name), j), 'ip'))),
          ),
        ),
});

const validateMeta = ({ metadata }: Endpoints): FieldError[] => validateObjectMeta(metadata, namespaced(isDns1123Subdomain), metadataAt);

const validateSubsets = ({ subsets }: Endpoints, context: RuleContext): FieldError[] =>
  each(subsets, subsetsAt, (subset, at) => validateSubset(subset, at, context));

function validateSubset({ addresses, notReadyAddresses, ports = [] }: EndpointSubset, at: FieldPath, context: RuleContext): FieldError[] {
  const isEmpty = !addresses?.length && !notReadyAddresses?.length;
  return [
    ...(isEmpty ? [required(at, 'must specify `addresses` or `notReadyAddresses`')] : []),
    ...each(addresses, child(at, 'addresses'), (address, path) => validateAddress(address, path, context)),
    ...each(notReadyAddresses, child(at, 'notReadyAddresses'), (address, path) => validateAddress(address, path, context)),
    ...each(ports, child(at, 'ports'), (port, path) => validatePort(port, ports.length > 1, path)),
  ];
}

function validateAddress({ ip = '', hostname, nodeName }: EndpointAddress, at: FieldPath, context: RuleContext): FieldError[] {
  return [
    ...validateLegacyIp(ip, child(at, 'ip'), context),
    ...(hostname ? invalidBecause(isDns1123Label(hostname), child(at, 'hostname'), hostname) : []),
    ...(nodeName === undefined ? [] : invalidBecause(isDns1123Subdomain(nodeName), child(at, 'nodeName'), nodeName)),
    ...validateEndpointIp(ip, child(at, 'ip')),
  ];
}

function validatePort({ name, port = 0, protocol, appProtocol }: EndpointPort, needsName: boolean, at: FieldPath): FieldError[] {
  const nameErrors = name ? invalidBecause(isDns1123Label(name), child(at, 'name'), name) : needsName ? [required(child(at, 'name'))] : [];
  return [
    ...nameErrors,
    ...invalidBecause(isPortNumber(port), child(at, 'port'), port),
    ...requireOneOf(protocol, ['SCTP', 'TCP', 'UDP'], child(at, 'protocol')),
    ...(appProtocol === undefined ? [] : invalidBecause(isQualifiedName(appProtocol), child(at, 'appProtocol'), appProtocol)),
  ];
}
