import { child, index, key, pathText, type FieldPath } from '../../../model/field-path.ts';
import { goQuote } from '../../../model/go-text.ts';
import type { Container, ContainerPort, EphemeralContainer, EnvVar, PodSpec } from '../../../model/kinds/core-v1.ts';
import { fractionWarnings } from '../fraction-warnings.ts';
import { containersOf } from './containers-of.ts';

/** Warnings about one container at `at`. */
export const containerWarnings = ({ resources, env }: Container | EphemeralContainer, at: FieldPath): string[] => [
  ...(['memory', 'ephemeral-storage'] as const).flatMap((name) =>
    (['limits', 'requests'] as const).flatMap((kind) =>
      fractionWarnings(resources?.[kind]?.[name], key(child(at, 'resources', kind), name)),
    ),
  ),
  ...hiddenVariableWarnings(env ?? [], child(at, 'env')),
];

/** A variable may be defined twice when the second value builds on the first: `PATH=/x:$(PATH)`. */
function hiddenVariableWarnings(variables: readonly EnvVar[], at: FieldPath): string[] {
  const seen = new Set<string>();
  return variables.flatMap(({ name = '', value = '', valueFrom }, i) => {
    const repeated = seen.has(name);
    seen.add(name);
    const reference = `$(${name})`;
    const hides = repeated && (valueFrom !== undefined || value === reference || !value.includes(reference));
    return hides ? [`${pathText(index(at, i))}: hides previous definition of ${goQuote(name)}, which may be dropped when using apply`] : [];
  });
}

interface PlacedPort {
  readonly port: ContainerPort;
  readonly place: string;
}

/** Ports that clash within the pod, by number, then by name. */
export function portWarnings(spec: PodSpec, at: FieldPath): string[] {
  const ports = containersOf(spec, at).flatMap(({ container, at: path }) =>
    (container.ports ?? []).map((port, i): PlacedPort => ({ port, place: pathText(index(child(path, 'ports'), i)) })),
  );
  const numbers = new Map<string, PlacedPort[]>();
  const byNumber = ports.flatMap((placed) => {
    const { containerPort = 0, protocol = '' } = placed.port;
    const others = numbers.get(`${containerPort}/${protocol}`) ?? [];
    numbers.set(`${containerPort}/${protocol}`, [...others, placed]);
    return [...hostIpWarnings(placed), ...others.flatMap((other) => clashWarnings(placed, other))];
  });
  const names = new Map<string, string>();
  const byName = ports.flatMap(({ port: { name = '' }, place }) => {
    const other = names.get(name);
    if (name !== '' && other === undefined) names.set(name, place);
    return name === '' || other === undefined
      ? []
      : [`${place}: duplicate port name ${goQuote(name)} with ${other}, services and probes that select ports by name will use ${other}`];
  });
  return [...byNumber, ...byName];
}

function hostIpWarnings({ port, place }: PlacedPort): string[] {
  const { name = '', hostPort = 0, containerPort = 0, protocol = '', hostIP = '' } = port;
  if (hostIP === '' || hostPort !== 0) return [];
  return [
    `${place}: hostIP set without hostPort: {Name:${name} HostPort:${hostPort} ContainerPort:${containerPort} Protocol:${protocol} HostIP:${hostIP}}`,
  ];
}

function clashWarnings({ port, place }: PlacedPort, { port: other, place: otherPlace }: PlacedPort): string[] {
  const [hostIp, otherIp] = [port.hostIP ?? '', other.hostIP ?? ''];
  const [hostPort, otherPort] = [port.hostPort ?? 0, other.hostPort ?? 0];
  if (hostIp === otherIp && hostPort === otherPort) return [`${place}: duplicate port definition with ${otherPlace}`];
  if (hostPort === 0 || otherPort === 0) return [`${place}: overlapping port definition with ${otherPlace}`];
  const oneIsAnyAddress = (hostIp === '') !== (otherIp === '');
  return hostPort === otherPort && oneIsAnyAddress ? [`${place}: dangerously ambiguous port definition with ${otherPlace}`] : [];
}
