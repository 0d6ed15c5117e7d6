import type { ReadView } from '../../cluster/store.ts';
import { compareText } from '../../model/json.ts';
import type { Ingress } from '../../model/kinds/networking-v1.ts';
import { getObject, listObjects, type Typed } from '../kind.ts';
import { INGRESS, INGRESS_CLASS } from '../kinds.ts';
import { objectName, type NetworkFinding } from './finding.ts';
import { ingressBackend, type RouteBackend } from './ingress-backend.ts';
import { compareHosts, comparePaths, matchesHost } from './path-match.ts';
import type { Route, RouteTable } from './route.ts';
import { routeFindings, tlsFindings } from './route-findings.ts';
import type { ServiceView } from './service-view.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/**
 * What all Ingresses together route, by class. Hosts come in the order exact, wildcard, any; the paths of a host longest first, `Exact` before others, as the
 * Ingress API says of several that match. Default backends stand at the end.
 */
export function routeTables(view: ReadView, services: readonly ServiceView[]): RouteTable[] {
  const byName = new Map(services.map((service) => [`${service.namespace}/${service.name}`, service]));
  const byClass = new Map<string, Typed<Ingress>[]>();
  for (const ingress of listObjects(view, INGRESS)) {
    const name = classOf(ingress);
    byClass.set(name, [...(byClass.get(name) ?? []), ingress]);
  }
  return [...byClass]
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, ingresses]) => {
      const found = name === '' ? undefined : getObject(view, INGRESS_CLASS, '', name);
      const routes = ingresses.flatMap((ingress) => routesOf(ingress, byName)).sort(compareRoutes);
      return {
        class: name,
        ...(found?.spec?.controller && { controller: found.spec.controller }),
        routes,
        findings: [
          ...(found ? [] : ingresses.flatMap((ingress) => classFinding(ingress, name))),
          ...routeFindings(routes),
          ...ingresses.flatMap((ingress) => tlsFindings(ingress, view)),
        ],
      };
    });
}

const classOf = ({ metadata, spec }: Typed<Ingress>): string => spec?.ingressClassName ?? metadata.annotations?.[CLASS_ANNOTATION] ?? '';

/** An annotation names a controller's own word, for which no object has to exist. */
function classFinding(ingress: Typed<Ingress>, name: string): NetworkFinding[] {
  if (name !== '' && ingress.spec?.ingressClassName === undefined) return [];
  return [
    {
      severity: name === '' ? 'warning' : 'info',
      object: objectName(ingress),
      reason: name === '' ? 'NoIngressClass' : 'IngressClassNotFound',
      message:
        name === ''
          ? 'It names no class and no IngressClass is the default: controllers leave it alone unless they are told otherwise.'
          : `IngressClass "${name}" is not among the objects: no controller takes it unless the cluster has one.`,
    },
  ];
}

function routesOf(ingress: Typed<Ingress>, services: ReadonlyMap<string, ServiceView>): Route[] {
  const namespace = ingress.metadata.namespace ?? '';
  const { rules = [], defaultBackend } = ingress.spec ?? {};
  const fallback = defaultBackend && ingressBackend(defaultBackend, namespace, services);
  const route = (host: string, path: string, pathType: string, backend: RouteBackend): Route => ({
    ingress: objectName(ingress),
    host,
    path,
    pathType,
    backend,
    ...tlsOf(ingress, host),
  });
  return [
    ...rules.flatMap(({ host = '', http }) =>
      http
        ? (http.paths ?? []).map(({ path = '', pathType = '', backend = {} }) =>
            route(host, path === '' ? '/' : path, pathType, ingressBackend(backend, namespace, services)),
          )
        : [route(host, '', '', fallback ?? CONTROLLERS_OWN)],
    ),
    ...(fallback ? [route('', '', '', fallback)] : []),
  ];
}

/** What controllers answer with where an Ingress says nothing. */
const CONTROLLERS_OWN: RouteBackend = { kind: '', namespace: '', name: 'the default backend of the controller' };

/** The certificate of a host: of the first entry that names it, or one for its wildcard, or one that names no hosts. */
function tlsOf({ spec }: Typed<Ingress>, host: string): Pick<Route, 'tlsSecret'> {
  const entries = spec?.tls ?? [];
  const isFor = ({ hosts = [] }: { readonly hosts?: readonly string[] }): boolean =>
    hosts.length === 0 || (host !== '' && hosts.some((own) => own === host || matchesHost(own, host)));
  const entry = entries.find(({ hosts = [] }) => hosts.includes(host)) ?? entries.find(isFor);
  return entry ? { tlsSecret: entry.secretName ?? '' } : {};
}

const compareRoutes = (a: Route, b: Route): number =>
  Number(a.path === '') - Number(b.path === '') || compareHosts(a.host, b.host) || compareText(a.host, b.host) || comparePaths(a, b);
