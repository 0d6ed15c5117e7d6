import type { IngressBackend } from '../../model/kinds/networking-v1.ts';
import { objectText } from './finding.ts';
import type { ServicePortView, ServiceView } from './service-view.ts';

/** Where a route leads to. */
export interface RouteBackend {
  /** `Service`, or the kind of another resource. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Number or name of the Service's port. */
  readonly port?: number | string;
  /** How many ready endpoints are behind it; absent where nobody counts them: other kinds, external names. */
  readonly endpoints?: number;
  /** Why nothing answers. */
  readonly dead?: { readonly reason: 'ServiceNotFound' | 'ServicePortNotFound' | 'NoEndpoints'; readonly message: string };
}

/** Finds what a backend of an Ingress means among the Services. */
export function ingressBackend(
  { service, resource }: IngressBackend,
  namespace: string,
  services: ReadonlyMap<string, ServiceView>,
): RouteBackend {
  if (!service) return { kind: resource?.kind ?? '', namespace, name: resource?.name ?? '' };
  const { name = '' } = service;
  const port = service.port?.name ? service.port.name : service.port?.number;
  const backend = { kind: 'Service', namespace, name, ...(port !== undefined && { port }) };
  const found = services.get(`${namespace}/${name}`);
  if (!found) return { ...backend, dead: { reason: 'ServiceNotFound', message: `${objectText(backend)} does not exist.` } };
  if (found.type === 'ExternalName') return backend;
  const servicePort = found.ports.find((each) => (typeof port === 'string' ? each.name === port : each.port === port));
  if (!servicePort) {
    const has = found.ports.map(({ name: own, port: number }) => (own === '' ? String(number) : `${own} (${number})`)).join(', ');
    return {
      ...backend,
      dead: { reason: 'ServicePortNotFound', message: `${objectText(backend)} has no port ${port ?? ''}; it has ${has || 'none'}.` },
    };
  }
  const endpoints = usableEndpoints(servicePort);
  if (endpoints > 0) return { ...backend, endpoints };
  return {
    ...backend,
    endpoints,
    dead: { reason: 'NoEndpoints', message: `${objectText(backend)} has no endpoints for port ${port ?? ''}.` },
  };
}

/** How many endpoints of a port get traffic somewhere: the ready ones, else those that still serve. */
export function usableEndpoints({ endpoints }: ServicePortView): number {
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  return ready > 0 ? ready : endpoints.filter(({ serving, terminating }) => serving && terminating).length;
}
