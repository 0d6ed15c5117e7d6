import { duplicate, forbidden, invalid, notSupported, required, type FieldError } from '../../../model/field-error.ts';
import { child, fieldPath, index, key, type FieldPath } from '../../../model/field-path.ts';
import type { Service, ServicePort, ServiceSpec } from '../../../model/kinds/core-v1.ts';
import { asJson, each, invalidBecause, oneOf, optional, requireOneOf, uniqueNames } from '../../shared/checks.ts';
import { intOrString, number, pointer, shown, struct, text } from '../../shared/go-form.ts';
import { validateEndpointIp, validateLegacyCidr, validateLegacyIp } from '../../shared/ip.ts';
import { validateLabels } from '../../shared/label-selector.ts';
import { isDns1035Label, isDns1123Label, isDns1123Subdomain, isPortNumber, isQualifiedName } from '../../shared/names.ts';
import { namespaced, validateObjectMeta } from '../../shared/object-meta.ts';
import { PROTOCOLS, validatePortNumberOrName } from '../../shared/pod-spec/ports.ts';
import type { RuleContext } from '../../strategy.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheck } from './accessibility.ts';

const specAt = fieldPath('spec');
const at = (name: keyof ServiceSpec): FieldPath => child(specAt, name);

export const validateService = (service: Service, context: RuleContext): FieldError[] => [
  ...validateObjectMeta(
    service.metadata,
    namespaced(context.gate('RelaxedServiceNameValidation') ? isDns1123Label : isDns1035Label),
    fieldPath('metadata'),
  ),
  ...validateServiceFields(service, undefined, context),
];

/** What holds for new and changed services alike. Allocation has looked at cluster IPs and IP families. */
export function validateServiceFields(service: Service, old: Service | undefined, context: RuleContext): FieldError[] {
  const spec = service.spec ?? {};
  return [
    ...validateTopologyAnnotations(service),
    ...validateByType(spec),
    ...validatePorts(spec),
    ...validateLabels(spec.selector, at('selector')),
    ...requireOneOf(spec.sessionAffinity, ['ClientIP', 'None'], at('sessionAffinity')),
    ...validateSessionAffinity(spec),
    ...each(spec.externalIPs, at('externalIPs'), (address, path) => {
      const errors = validateLegacyIp(address, path, context, old?.spec?.externalIPs);
      return errors.length > 0 ? errors : validateEndpointIp(address, path);
    }),
    ...requireOneOf(spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'], at('type')),
    ...validateNodePorts(spec),
    ...validateRepeatedPorts(spec.ports ?? []),
    ...validateSourceRanges(service, old, context),
    ...validateLoadBalancerNodePorts(spec),
    ...validateLoadBalancerClass(spec),
    ...validateExternalTraffic(spec),
    ...validateInternalTraffic(spec, context),
  ];
}

const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

function validateTopologyAnnotations({ metadata }: Service): FieldError[] {
  const mode = metadata?.annotations?.[TOPOLOGY_MODE];
  const hints = metadata?.annotations?.[TOPOLOGY_HINTS];
  if (mode === undefined || hints === undefined || mode === hints) return [];
  return [
    invalid(
      key(fieldPath('metadata', 'annotations'), TOPOLOGY_MODE),
      mode,
      `must match annotations[${TOPOLOGY_HINTS}] when both are specified`,
    ),
  ];
}

function validateByType(spec: ServiceSpec): FieldError[] {
  const { type = '', ports = [] } = spec;
  const errors = ports.length === 0 && !isHeadless(spec) && type !== 'ExternalName' ? [required(at('ports'))] : [];
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    errors.push(invalid(index(at('clusterIPs'), 0), 'None', `may not be set to 'None' for ${type} services`));
  }
  return type === 'ExternalName' ? [...errors, ...validateExternalName(spec)] : errors;
}

function validateExternalName(spec: ServiceSpec): FieldError[] {
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  const refused = (['clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const).filter((field) =>
    Array.isArray(spec[field]) ? spec[field].length > 0 : spec[field] !== undefined,
  );
  return [
    ...refused.map((field) => forbidden(at(field), 'may not be set for ExternalName services')),
    ...(name === '' ? [required(at('externalName'))] : invalidBecause(isDns1123Subdomain(name), at('externalName'), name)),
  ];
}

function validatePorts({ ports = [] }: ServiceSpec): FieldError[] {
  const names = uniqueNames();
  return each(ports, at('ports'), (port, path) => validatePort(port, ports.length > 1, names, path));
}

function validatePort(port: ServicePort, requireName: boolean, names: ReturnType<typeof uniqueNames>, path: FieldPath): FieldError[] {
  const { name = '', appProtocol } = port;
  const namePath = child(path, 'name');
  const nameErrors =
    name === ''
      ? requireName
        ? [required(namePath)]
        : []
      : [...invalidBecause(isDns1123Label(name), namePath, name), ...names.add(name, namePath)];
  return [
    ...nameErrors,
    ...invalidBecause(isPortNumber(port.port ?? 0), child(path, 'port'), port.port ?? 0),
    ...requireOneOf(port.protocol, PROTOCOLS, child(path, 'protocol')),
    ...validatePortNumberOrName(port.targetPort, child(path, 'targetPort')),
    ...(appProtocol === undefined ? [] : invalidBecause(isQualifiedName(appProtocol), child(path, 'appProtocol'), appProtocol)),
  ];
}

const MAX_AFFINITY_SECONDS = 86400;

/** Defaults have seen to it that there are settings of an affinity that is on, and of none other. */
function validateSessionAffinity({ sessionAffinityConfig: config }: ServiceSpec): FieldError[] {
  const seconds = config?.clientIP?.timeoutSeconds;
  if (seconds === undefined || (seconds > 0 && seconds <= MAX_AFFINITY_SECONDS)) return [];
  const path = child(at('sessionAffinityConfig'), 'clientIP', 'timeoutSeconds');
  return [invalid(path, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`)];
}

function validateNodePorts({ type, ports = [] }: ServiceSpec): FieldError[] {
  const used = ports.map(({ nodePort = 0, protocol = '' }) => (nodePort === 0 ? '' : `${protocol}/${nodePort}`));
  return [
    ...each(ports, at('ports'), ({ nodePort }, path) =>
      type === 'ClusterIP' && nodePort ? [forbidden(child(path, 'nodePort'), "may not be used when `type` is 'ClusterIP'")] : [],
    ),
    ...each(ports, at('ports'), ({ nodePort }, path, i) =>
      nodePort && used.indexOf(used[i] ?? '') < i ? [duplicate(child(path, 'nodePort'), nodePort)] : [],
    ),
  ];
}

const portForm = struct([
  ['Name', 'name', text],
  ['Protocol', 'protocol', text],
  ['AppProtocol', 'appProtocol', pointer(text)],
  ['Port', 'port', number],
  ['TargetPort', 'targetPort', intOrString],
  ['NodePort', 'nodePort', number],
]);

function validateRepeatedPorts(ports: readonly ServicePort[]): FieldError[] {
  const seen = new Set<string>();
  return each(ports, at('ports'), ({ protocol = '', port = 0 }, path) => {
    const place = `${protocol}/${port}`;
    const repeated = seen.has(place);
    seen.add(place);
    return repeated ? [duplicate(path, shown(portForm, { protocol, port }))] : [];
  });
}

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

function validateSourceRanges({ metadata, spec = {} }: Service, old: Service | undefined, context: RuleContext): FieldError[] {
  const { loadBalancerSourceRanges: ranges = [] } = spec;
  const annotation = metadata?.annotations?.[SOURCE_RANGES];
  const refuse = (path: FieldPath): FieldError[] =>
    spec.type === 'LoadBalancer' ? [] : [forbidden(path, "may only be used when `type` is 'LoadBalancer'")];
  if (ranges.length > 0) {
    const path = child(specAt, 'LoadBalancerSourceRanges');
    const stored = (old?.spec?.loadBalancerSourceRanges ?? []).map((range) => range.trim());
    return [...refuse(path), ...each(ranges, path, (range, rangePath) => validateLegacyCidr(range.trim(), rangePath, context, stored))];
  }
  if (annotation === undefined) return [];
  const path = key(fieldPath('metadata', 'annotations'), SOURCE_RANGES);
  const unchanged = old?.metadata?.annotations?.[SOURCE_RANGES] === annotation;
  const listed = unchanged || annotation.trim() === '' ? [] : annotation.trim().split(',');
  return [...refuse(path), ...listed.flatMap((range) => validateLegacyCidr(range.trim(), path, context))];
}

const validateLoadBalancerNodePorts = ({ type, allocateLoadBalancerNodePorts: allocate }: ServiceSpec): FieldError[] =>
  type === 'LoadBalancer' || allocate === undefined
    ? []
    : [forbidden(at('allocateLoadBalancerNodePorts'), "may only be used when `type` is 'LoadBalancer'")];

export function validateLoadBalancerClass({ type, loadBalancerClass: name }: ServiceSpec): FieldError[] {
  const path = at('loadBalancerClass');
  if (name === undefined) return [];
  return type === 'LoadBalancer'
    ? invalidBecause(isQualifiedName(name), path, name)
    : [forbidden(path, "may only be used when `type` is 'LoadBalancer'")];
}

function validateExternalTraffic(spec: ServiceSpec): FieldError[] {
  const { externalTrafficPolicy: policy = '', healthCheckNodePort: port = 0 } = spec;
  const policyPath = at('externalTrafficPolicy');
  const portPath = at('healthCheckNodePort');
  const unneeded = policy === '' ? [] : [invalid(policyPath, asJson(policy), 'may only be set for externally-accessible services')];
  const noCheck =
    port === 0 ? [] : [invalid(portPath, port, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'")];
  return [
    ...(isExternallyAccessible(spec) ? requireOneOf(policy, ['Cluster', 'Local'], policyPath) : unneeded),
    ...(needsHealthCheck(spec) ? invalidBecause(isPortNumber(port), portPath, port) : noCheck),
  ];
}

function validateInternalTraffic({ internalTrafficPolicy, trafficDistribution }: ServiceSpec, { gate }: RuleContext): FieldError[] {
  const distributions = ['PreferClose', ...(gate('PreferSameTrafficDistribution') ? ['PreferSameZone', 'PreferSameNode'] : [])];
  return [
    ...optional(internalTrafficPolicy, at('internalTrafficPolicy'), (policy, path) => oneOf(policy, ['Cluster', 'Local'], path)),
    ...(trafficDistribution === undefined || distributions.includes(trafficDistribution)
      ? []
      : [notSupported(at('trafficDistribution'), trafficDistribution, distributions)]),
  ];
}
