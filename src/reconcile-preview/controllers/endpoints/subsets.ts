import type { ReadView } from '../../../cluster/store.ts';
import { compareText } from '../../../model/json.ts';
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '../../../model/kinds/core-v1.ts';
import type { Typed } from '../../kind.ts';
import { omitZero } from '../omit-zero.ts';
import { isPodReady } from '../pod-state.ts';
import { addressesOf, endpointPods, familiesOf, findPort, ownHostname } from '../service-pods.ts';

/**
 * The subsets of a Service's Endpoints: addresses that answer on the same ports share one. Upstream orders subsets and ports by a hash;
 * here subsets follow their first address and ports the Service.
 */
export function subsetsOf(service: Typed<Service>, view: ReadView): EndpointSubset[] {
  const family = familiesOf(service)[0] ?? 'IPv4';
  const notReady = service.spec?.publishNotReadyAddresses === true;
  const groups = new Map<
    string,
    { readonly ports: NumberedPort[]; readonly ready: EndpointAddress[]; readonly waiting: EndpointAddress[] }
  >();
  for (const pod of endpointPods(view, service, notReady)) {
    const address = addressOf(pod, service, family);
    const ports = portsOf(pod, service);
    if (!address || !ports) continue;
    const key = ports.map(({ name = '', port, protocol }) => `${name} ${port} ${protocol}`).join();
    const group = groups.get(key) ?? { ports, ready: [], waiting: [] };
    groups.set(key, group);
    (notReady || isPodReady(pod) ? group.ready : group.waiting).push(address);
  }
  const byAddress = (a: EndpointAddress, b: EndpointAddress): number => compareText(a.ip ?? '', b.ip ?? '');
  return [...groups.values()].map(({ ports, ready, waiting }) => ({
    ...(ready.length > 0 && { addresses: ready.sort(byAddress) }),
    ...(waiting.length > 0 && { notReadyAddresses: waiting.sort(byAddress) }),
    ...(ports.length > 0 && { ports }),
  }));
}

function addressOf(pod: Typed<Pod>, service: Typed<Service>, family: 'IPv4' | 'IPv6'): EndpointAddress | undefined {
  const ip = addressesOf(pod, family)[0];
  const { name = '', namespace = '', uid = '' } = pod.metadata;
  const hostname = ownHostname(pod, service);
  return ip === undefined
    ? undefined
    : {
        ip,
        ...(hostname !== undefined && { hostname }),
        nodeName: pod.spec?.nodeName ?? '',
        targetRef: { kind: 'Pod', namespace, name, uid },
      };
}

type NumberedPort = EndpointPort & { readonly port: number; readonly protocol: string };

/** The ports of a pod for a Service; undefined when none of them leads to it, empty for a headless Service without ports. */
function portsOf(pod: Typed<Pod>, { spec }: Typed<Service>): NumberedPort[] | undefined {
  if ((spec?.ports ?? []).length === 0) return spec?.clusterIP === 'None' ? [] : undefined;
  const ports = (spec?.ports ?? []).flatMap((servicePort) => {
    const port = findPort(pod, servicePort);
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    return port === undefined ? [] : [{ ...omitZero({ name }), port, protocol, ...(appProtocol !== undefined && { appProtocol }) }];
  });
  return ports.length > 0 ? ports : undefined;
}
