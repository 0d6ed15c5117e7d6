import type { Route, RouteTable } from '../../workspace/preview.ts';
import { counted } from '../counted.ts';
import { printable, type Style } from '../style.ts';
import { findingLines } from './services.ts';

/** Routes for people: each host with its paths in the order in which they are tried, and what answers there. */
export const routeLines = (tables: readonly RouteTable[], style: Style): string[] =>
  tables.flatMap((table) => {
    const hosts = new Map<string, Route[]>();
    for (const route of table.routes) {
      const key = route.host === '' && route.path === '' ? 'everything else' : route.host;
      hosts.set(key, [...(hosts.get(key) ?? []), route]);
    }
    const of = table.class === '' ? 'no class' : `class ${table.class}`;
    return [
      ...[...hosts.values()].flatMap((routes) => [
        `  ${style.bold(printable(titleOf(routes)))}  ${printable(of)}${certificateText(routes)}`,
        ...pathLines(routes, style),
      ]),
      ...findingLines(table.findings, style),
    ];
  });

function titleOf(routes: readonly Route[]): string {
  const [first] = routes;
  if (!first || (first.host === '' && first.path === '')) return 'everything else';
  return `${routes.some(({ tlsSecret }) => tlsSecret !== undefined) ? 'https' : 'http'}://${first.host === '' ? '*' : first.host}`;
}

function certificateText(routes: readonly Route[]): string {
  const secrets = new Set(routes.flatMap(({ ingress, tlsSecret }) => (tlsSecret ? [`${ingress.namespace}/${tlsSecret}`] : [])));
  return secrets.size === 0 ? '' : `  certificate ${printable([...secrets].join(', '))}`;
}

function pathLines(routes: readonly Route[], style: Style): string[] {
  const rows = routes.map((route) => ({ route, path: printable(route.path), target: printable(targetText(route)), state: stateOf(route) }));
  const width = (of: (row: (typeof rows)[number]) => string): number => Math.max(...rows.map((row) => of(row).length));
  const [paths, targets, states] = [width(({ path }) => path), width(({ target }) => target), width(({ state }) => state)];
  return rows.map(({ route: { pathType, ingress, backend }, path, target, state }) => {
    const how = paths === 0 ? '' : `${path.padEnd(paths)}  ${(SHORT[pathType] ?? pathType).padEnd(6)}  `;
    const shown = (backend.dead ? style.red : style.green)(state.padEnd(states));
    return `    ${how}→ ${target.padEnd(targets)}  ${shown}  ${style.dim(printable(`Ingress ${ingress.namespace}/${ingress.name}`))}`;
  });
}

const targetText = ({ backend: { kind, name, port } }: Route): string =>
  `${kind === 'Service' || kind === '' ? '' : `${kind} `}${name}${port === undefined ? '' : `:${port}`}`;

const stateOf = ({ backend: { dead, endpoints } }: Route): string =>
  dead ? WORDS[dead.reason] : endpoints === undefined ? '' : counted(endpoints, 'endpoint');

const WORDS = { ServiceNotFound: 'no such Service', ServicePortNotFound: 'no such port', NoEndpoints: 'no endpoints' } as const;
const SHORT: Readonly<Record<string, string>> = { Exact: 'exact', Prefix: 'prefix', ImplementationSpecific: 'own' };
