import { deepEqual, stringify } from '../../model/json.ts';
import { addressText } from './address-range.ts';
import type { FlowVerdict } from './judge-flow.ts';
import { judgePair } from './judge-pair.ts';
import type { DeadLeg, Leg } from './leg.ts';
import type { PoliciesByNamespace } from './network-policies.ts';
import type { AddressPeer, Peer } from './peer.ts';
import { joinPorts, type PortRange } from './port-range.ts';

/** Flows that are answered alike. */
export interface ReachRow {
  /** Pods as `namespace/name`, addresses as blocks or ranges. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** The Service and its port that lead there. */
  readonly via?: string;
  readonly ports: readonly PortRange[];
  readonly allowed: boolean;
  /** What policies say; absent where the way ends before they are asked. */
  readonly verdict?: FlowVerdict;
  /** Why it does. */
  readonly reason?: string;
}

interface Cell {
  readonly from: readonly Peer[];
  readonly to: readonly Peer[];
  readonly via?: string;
  readonly ports: readonly PortRange[];
  readonly verdict: FlowVerdict;
}

/** Judges the stretches of ways and sums up what is answered alike: ports first, then the far ends, then the near ones, so that every row is true of all its pairs. */
export function reachRows(legs: readonly (Leg | DeadLeg)[], policies: PoliciesByNamespace): ReachRow[] {
  const cells = legs.flatMap((leg) => ('reason' in leg ? [] : cellsOf(leg, policies)));
  const byPorts = merge(
    cells,
    ({ from, to }) => [textsOf(from), textsOf(to)],
    (a, b) => ({ ports: joinPorts([...a.ports, ...b.ports]) }),
  );
  const byTarget = merge(
    byPorts,
    ({ from, ports }) => [textsOf(from), ports],
    (a, b) => ({ to: [...a.to, ...b.to] }),
  );
  const bySource = merge(
    byTarget,
    ({ to, ports }) => [textsOf(to), ports],
    (a, b) => ({ from: [...a.from, ...b.from] }),
  );
  const rows = [
    ...bySource.map((cell): ReachRow => ({ ...cell, from: textsOf(cell.from), to: textsOf(cell.to), allowed: cell.verdict.allowed })),
    ...deadRows(legs.flatMap((leg) => ('reason' in leg ? [leg] : []))),
  ];
  return rows.sort((a, b) => Number(b.allowed) - Number(a.allowed));
}

function deadRows(legs: readonly DeadLeg[]): ReachRow[] {
  const alike = new Map<string, DeadLeg>();
  for (const leg of legs) {
    const key = `${leg.via} ${leg.reason}`;
    const known = alike.get(key);
    alike.set(key, known ? { ...known, from: [...known.from, ...leg.from] } : leg);
  }
  return [...alike.values()].map(({ from, via, reason }) => ({ from: textsOf(from), to: [], via, ports: [], allowed: false, reason }));
}

function cellsOf({ from, to, ports, via }: Leg, policies: PoliciesByNamespace): Cell[] {
  const [source] = from;
  // A pod always reaches itself: where there are others of its kind, they are asked for.
  const target = to.find((peer) => peer !== source && !isSamePod(peer, source)) ?? to[0];
  return judgePair(source, target, ports, policies).map((judged) => ({
    from: source.kind === 'addresses' ? [judged.from] : from,
    to: target.kind === 'addresses' ? [judged.to] : to,
    ...(via !== undefined && { via }),
    ports: [judged.ports],
    verdict: judged.verdict,
  }));
}

const isSamePod = (a: Peer, b: Peer): boolean => a.kind === 'pod' && b.kind === 'pod' && a.namespace === b.namespace && a.name === b.name;

/** Joins cells that are equal by `key`, by Service and by what policies say; rules that nearly fit are kept where they do so for all of them. */
function merge(cells: readonly Cell[], key: (cell: Cell) => unknown, join: (a: Cell, b: Cell) => Partial<Cell>): Cell[] {
  const merged = new Map<string, Cell>();
  for (const cell of cells) {
    const { egress, ingress, ...said } = cell.verdict;
    const text = stringify([key(cell), cell.via, said, { ...egress, nearly: [] }, { ...ingress, nearly: [] }]);
    const known = merged.get(text);
    merged.set(text, known ? { ...known, ...join(known, cell), verdict: commonVerdict(known.verdict, cell.verdict) } : cell);
  }
  return [...merged.values()];
}

const commonVerdict = (a: FlowVerdict, b: FlowVerdict): FlowVerdict => ({
  ...a,
  egress: { ...a.egress, nearly: common(a.egress.nearly, b.egress.nearly) },
  ingress: { ...a.ingress, nearly: common(a.ingress.nearly, b.ingress.nearly) },
});

const common = <T>(a: readonly T[], b: readonly T[]): T[] => a.filter((each) => b.some((other) => deepEqual(each, other)));

/** Names of pods, and ranges of addresses with those that touch joined. */
function textsOf(peers: readonly Peer[]): string[] {
  const pods = peers.flatMap((peer) => (peer.kind === 'pod' ? [`${peer.namespace}/${peer.name}`] : []));
  const ranges: AddressPeer[] = [];
  for (const peer of peers) {
    if (peer.kind === 'pod') continue;
    const before = ranges.at(-1);
    if (before?.family === peer.family && before.last + 1n === peer.first) ranges[ranges.length - 1] = { ...before, last: peer.last };
    else ranges.push(peer);
  }
  return [...pods, ...ranges.map(addressText)];
}
