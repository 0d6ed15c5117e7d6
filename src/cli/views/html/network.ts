import type { NetworkView, Route, ServicePortView, ServiceView } from '../../../workspace/preview.ts';
import { counted } from '../../counted.ts';
import { nameIn } from './anchors.ts';
import { html, type Insert, type Markup } from './markup.ts';
import { table } from './table.ts';

/** Services with the endpoints behind their ports. */
export const serviceTable = (services: readonly ServiceView[]): Markup =>
  table(
    'Services',
    ['Service', 'Type', 'Addresses', 'Port', 'Endpoints'],
    services.flatMap((service) => {
      const head = [nameIn(service.namespace, service.name), service.headless ? `${service.type}, headless` : service.type];
      const addresses = addressesOf(service).join(', ');
      if (service.ports.length === 0) return [[...head, addresses, '', '']];
      return service.ports.map((port, i) => (i === 0 ? [...head, addresses, ...portCells(port)] : ['', '', '', ...portCells(port)]));
    }),
  );

const addressesOf = ({ clusterIPs, externalIPs, externalName, loadBalancer }: ServiceView): string[] => [
  ...clusterIPs,
  ...externalIPs,
  ...(externalName === undefined ? [] : [`→ ${externalName}`]),
  ...(loadBalancer ? (loadBalancer.addresses.length > 0 ? loadBalancer.addresses : ['load balancer pending']) : []),
];

function portCells({ name, port, protocol, targetPort, nodePort, endpoints, findings }: ServicePortView): Insert[] {
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const pods = endpoints.map(({ pod, address, ready: isReady }) => `${pod ?? address}${isReady ? '' : ' (not ready)'}`);
  return [
    `${name === '' ? '' : `${name} `}${port}/${protocol} → ${targetPort}${nodePort === undefined ? '' : `, node port ${nodePort}`}`,
    [
      html`<span class="${ready > 0 ? 'good' : 'bad'}">${counted(ready, 'ready endpoint')}</span>`,
      pods.length === 0 ? '' : html`<p class="facts">${pods.join(', ')}</p>`,
      findings.map(({ message }) => html`<p class="facts">${message}</p>`),
    ],
  ];
}

/** Hosts and paths in the order in which they are tried, and what answers there. */
export const routeTable = (routes: readonly { readonly className: string; readonly route: Route }[]): Markup =>
  table(
    'Routes',
    ['Host', 'Path', 'Goes to', 'Answers', 'Ingress'],
    routes.map(({ className, route: { host, path, pathType, backend, ingress, tlsSecret } }) => [
      `${host === '' ? (path === '' ? 'everything else' : 'any host') : host}${tlsSecret === undefined ? '' : ' (TLS)'}`,
      path === '' ? '' : `${path} (${pathType})`,
      `${backend.kind} ${backend.name}${backend.port === undefined ? '' : `:${backend.port}`}`,
      backend.dead
        ? html`<span class="bad">${backend.dead.message}</span>`
        : backend.endpoints === undefined
          ? ''
          : html`<span class="good">${counted(backend.endpoints, 'endpoint')}</span>`,
      `${nameIn(ingress.namespace, ingress.name)}${className === '' ? '' : `, class ${className}`}`,
    ]),
  );

/** Network policies with whom they isolate and whom they let through. */
export const policyTable = (policies: NetworkView['policies']): Markup =>
  table(
    'Network policies',
    ['NetworkPolicy', 'Isolates', 'Lets in', 'Lets out'],
    policies.map(({ namespace, name, workloads, ingress, egress }) => [
      nameIn(namespace, name),
      workloads.join(', ') || html`<span class="dim">nothing</span>`,
      rulesCell(ingress),
      rulesCell(egress),
    ]),
  );

function rulesCell(rules: NetworkView['policies'][number]['ingress']): Insert {
  if (!rules) return html`<span class="dim">everything</span>`;
  if (rules.length === 0) return html`<span class="bad">nothing</span>`;
  return rules.map(
    ({ peers, ports }) => html`<p>${peers.join(', ') || 'anybody'}: <span class="mono">${ports.join(', ') || 'any port'}</span></p>`,
  );
}
