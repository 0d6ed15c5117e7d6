import type { NetworkFinding, ServicePortView, ServiceView } from '../../workspace/preview.ts';
import { counted } from '../counted.ts';
import { printable, type Style } from '../style.ts';

/** Services for people: where each is found, and a line for each port with what is behind it. What leads nowhere says why. */
export const serviceLines = (services: readonly ServiceView[], style: Style): string[] =>
  services.flatMap((service) => [
    headLine(service, style),
    ...service.ports.flatMap((port) => [
      `    ${portLine(port, style)}`,
      ...trafficLines(port).map((line) => `      ${style.dim(printable(line))}`),
    ]),
    ...findingLines(service.findings, style),
  ]);

function headLine(service: ServiceView, style: Style): string {
  const { namespace, name, type, headless, clusterIPs, externalName, affinitySeconds, trafficDistribution, healthCheck, proxyName } =
    service;
  const facts = [
    headless ? `${type}, headless` : type,
    ...clusterIPs,
    ...(externalName === undefined ? [] : [`→ ${externalName}`]),
    ...outsideFacts(service),
    ...(affinitySeconds === undefined ? [] : [`sticky for ${affinitySeconds} s`]),
    ...(trafficDistribution === undefined ? [] : [trafficDistribution]),
    ...(healthCheck === undefined ? [] : [`health checks on ${healthCheck.port}`]),
    ...(proxyName === undefined ? [] : [`left to ${proxyName}`]),
  ];
  return `  Service ${style.bold(printable(`${namespace}/${name}`))}  ${printable(facts.join('  '))}`;
}

function outsideFacts({ externalIPs, loadBalancer }: ServiceView): string[] {
  const addresses =
    loadBalancer && (loadBalancer.addresses.length > 0 ? `load balancer ${loadBalancer.addresses.join(', ')}` : 'load balancer pending');
  return [...(externalIPs.length > 0 ? [`external ${externalIPs.join(', ')}`] : []), ...(addresses === undefined ? [] : [addresses])];
}

function portLine({ name, port, protocol, targetPort, nodePort, endpoints }: ServicePortView, style: Style): string {
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const others = endpoints.length - ready;
  const count = `${counted(ready, 'endpoint')}${others > 0 ? `, ${others} not ready` : ''}`;
  const own = `${name === '' ? '' : `${name} `}${port}/${protocol}`;
  const target = targetPort === port ? '' : ` → ${targetPort}`;
  const outside = nodePort === undefined ? '' : `  node port ${nodePort}`;
  return `${printable(`${own}${target}${outside}`)}  ${(ready > 0 ? style.green : style.yellow)(count)}`;
}

/** Which nodes send traffic to which endpoints, where that is not the same everywhere. */
function trafficLines({ internal, external }: ServicePortView): string[] {
  return [...sideLines('from pods on', internal), ...sideLines('from outside at', external)];
}

const sideLines = (words: string, traffic: ServicePortView['internal']): string[] =>
  traffic.length < 2 ? [] : traffic.map(({ nodes, endpoints }) => `${words} ${nodes.join(', ')}: ${endpoints.join(', ') || 'dropped'}`);

/** What is wrong, below what it is about. */
export const findingLines = (findings: readonly NetworkFinding[], style: Style): string[] =>
  findings
    .filter(({ severity }) => severity !== 'info')
    .map(({ severity, message }) => `    ${severity === 'error' ? style.red('✗') : style.yellow('!')} ${printable(message)}`);
