import { fieldPath, index, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { Service, ServiceSpec } from '../../../model/kinds/core-v1.ts';
import { isSince } from '../../../schema/release.ts';
import { warningsForCidr, warningsForIp } from '../../shared/ip.ts';
import type { RuleContext } from '../../strategy.ts';

const HINTS = 'service.kubernetes.io/topology-aware-hints';
const MODE = 'service.kubernetes.io/topology-mode';

export function warningsForService({ metadata, spec = {} }: Service, _old: Service | undefined, context: RuleContext): string[] {
  const { clusterIP = '', externalIPs = [], loadBalancerIP = '', externalName, trafficDistribution } = spec;
  const isExternalName = spec.type === 'ExternalName';
  const isHeadless = spec.type === 'ClusterIP' && clusterIP === 'None';
  return [
    ...(metadata?.annotations?.[HINTS] === undefined ? [] : [`annotation ${HINTS} is deprecated, please use ${MODE} instead`]),
    ...(clusterIP === '' || clusterIP === 'None' ? [] : eachOf(spec, 'clusterIPs', warningsForIp)),
    ...(isHeadless ? headlessWarnings(spec) : []),
    ...eachOf(spec, 'externalIPs', warningsForIp),
    ...(isSince(context.release, '1.36') && externalIPs.length > 0 && !isHeadless && !isExternalName
      ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
      : []),
    ...(loadBalancerIP === '' ? [] : warningsForIp(loadBalancerIP, fieldPath('spec', 'loadBalancerIP'))),
    ...eachOf(spec, 'loadBalancerSourceRanges', warningsForCidr),
    ...(isExternalName && externalIPs.length > 0 ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!isExternalName && externalName ? ['spec.externalName is ignored when spec.type is not "ExternalName"'] : []),
    ...(trafficDistribution === 'PreferClose' && isSince(context.release, '1.35')
      ? [`spec.trafficDistribution: ${goQuote('PreferClose')} is deprecated; use ${goQuote('PreferSameZone')}`]
      : []),
  ];
}

const eachOf = (
  spec: ServiceSpec,
  name: 'clusterIPs' | 'externalIPs' | 'loadBalancerSourceRanges',
  warn: (text: string, at: FieldPath) => string[],
): string[] => (spec[name] ?? []).flatMap((item, i) => warn(item, index(fieldPath('spec', name), i)));

const headlessWarnings = ({ loadBalancerIP, externalIPs, sessionAffinity }: ServiceSpec): string[] => [
  ...(loadBalancerIP ? ['spec.loadBalancerIP is ignored for headless services'] : []),
  ...(externalIPs?.length ? ['spec.externalIPs is ignored for headless services'] : []),
  ...(sessionAffinity === 'None' ? [] : ['spec.SessionAffinity is ignored for headless services']),
];
