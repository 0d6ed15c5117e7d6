import type { Service } from '../kinds/core-v1.ts';
import { fromInteger } from '../quantity.ts';
import { typedObject, type QuotaEvaluator } from './evaluator.ts';
import { objectCountName, ONE } from './object-count.ts';

const COUNT = objectCountName('', 'services');
const NODE_PORTS = 'services.nodeports';
const LOAD_BALANCERS = 'services.loadbalancers';
const NAMES: ReadonlySet<string> = new Set([COUNT, 'services', NODE_PORTS, LOAD_BALANCERS]);

/** Services, their load balancers, and the node ports they are to get. */
export const serviceEvaluator: QuotaEvaluator = {
  group: '',
  resource: 'services',
  tracks: (names) => [...names].filter((name) => NAMES.has(name)),
  usage(object) {
    const service = typedObject<Service>(object);
    return new Map([
      [COUNT, ONE],
      ['services', ONE],
      [LOAD_BALANCERS, fromInteger(service.spec?.type === 'LoadBalancer' ? 1 : 0)],
      [NODE_PORTS, fromInteger(nodePortsOf(service))],
    ]);
  },
  chargesUpdate: () => true,
};

/** Ports are counted by intent: they may not be allocated yet. */
function nodePortsOf({ spec = {} }: Service): number {
  const { type, ports = [], allocateLoadBalancerNodePorts } = spec;
  if (type === 'NodePort') return ports.length;
  if (type !== 'LoadBalancer') return 0;
  return allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
}
