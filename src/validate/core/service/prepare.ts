import { deepEqual } from '../../../model/json.ts';
import type { Service, ServiceSpec } from '../../../model/kinds/core-v1.ts';
import { keepStatus } from '../../shared/status.ts';
import { isExternallyAccessible, needsHealthCheck } from './accessibility.ts';

export function prepareServiceForUpdate(service: Service, old: Service): void {
  keepStatus(service, old);
  const spec = (service.spec ??= {});
  dropTypeDependent(spec, old.spec ?? {});
  if (spec.type !== 'LoadBalancer' && service.status) delete service.status.loadBalancer;
}

const needsClusterIp = ({ type }: ServiceSpec): boolean => type !== 'ExternalName';
const needsNodePort = ({ type }: ServiceSpec): boolean => type === 'NodePort' || type === 'LoadBalancer';
const isLoadBalancer = ({ type }: ServiceSpec): boolean => type === 'LoadBalancer';

/** What only the old type needed goes when the type changes and the value was not touched. */
function dropTypeDependent(spec: ServiceSpec, old: ServiceSpec): void {
  const dropUntouched = (...names: (keyof ServiceSpec)[]): void => {
    if (names.every((name) => deepEqual(spec[name], old[name]))) for (const name of names) delete spec[name];
  };
  if (needsClusterIp(old) && !needsClusterIp(spec)) {
    dropUntouched('clusterIP', 'clusterIPs');
    dropUntouched('ipFamilies');
    dropUntouched('ipFamilyPolicy');
  }
  if (needsNodePort(old) && !needsNodePort(spec) && hasOnlyNodePortsOf(spec, old))
    for (const port of spec.ports ?? []) delete port.nodePort;
  if (needsHealthCheck(old) && !needsHealthCheck(spec)) dropUntouched('healthCheckNodePort');
  if (isLoadBalancer(old) && !isLoadBalancer(spec)) {
    dropUntouched('allocateLoadBalancerNodePorts');
    dropUntouched('loadBalancerClass');
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(spec)) dropUntouched('externalTrafficPolicy');
}

function hasOnlyNodePortsOf(spec: ServiceSpec, old: ServiceSpec): boolean {
  const oldPorts = (old.ports ?? []).map(({ nodePort }) => nodePort);
  return (spec.ports ?? []).every(({ nodePort }) => !nodePort || oldPorts.includes(nodePort));
}
