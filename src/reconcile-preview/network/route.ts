import type { NetworkFinding, ObjectName } from './finding.ts';
import type { RouteBackend } from './ingress-backend.ts';
import { matchesHost, matchesPath } from './path-match.ts';

/** A path of a host, and where requests for it go. */
export interface Route {
  readonly ingress: ObjectName;
  /** Empty for any host; `*.example.com` for one label more. */
  readonly host: string;
  /** Empty for the default backend: whatever nothing else takes. */
  readonly path: string;
  readonly pathType: string;
  readonly backend: RouteBackend;
  /** The Secret with the certificate of the host; empty for the controller's own. Absent without TLS. */
  readonly tlsSecret?: string;
}

/** The routes that one controller serves together, in the order in which they are tried. */
export interface RouteTable {
  /** Name of the IngressClass; empty when an Ingress names none and there is no default one. */
  readonly class: string;
  readonly controller?: string;
  readonly routes: readonly Route[];
  readonly findings: readonly NetworkFinding[];
}

/** The route that takes a request; undefined when none does. */
export const findRoute = ({ routes }: RouteTable, host: string, path: string): Route | undefined =>
  routes.find((route) => matchesHost(route.host, host) && (route.path === '' || matchesPath(route, path)));
