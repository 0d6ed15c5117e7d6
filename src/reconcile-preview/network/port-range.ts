/** Some ports of a protocol. */
export interface PortRange {
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
}

export const LAST_PORT = 65_535;

export const allPorts = (protocol: string): PortRange => ({ protocol, first: 1, last: LAST_PORT });

/** Cuts a range where others begin and end, so that each of them holds a piece whole or not at all. */
export function splitPorts(range: PortRange, others: readonly PortRange[]): PortRange[] {
  const starts = new Set([range.first]);
  for (const { protocol, first, last } of others) {
    if (protocol !== range.protocol) continue;
    for (const start of [first, last + 1]) if (start > range.first && start <= range.last) starts.add(start);
  }
  const sorted = [...starts].sort((a, b) => a - b);
  return sorted.map((first, i) => ({ protocol: range.protocol, first, last: (sorted[i + 1] ?? range.last + 1) - 1 }));
}

/** Joins ranges that touch, by protocol. */
export function joinPorts(ranges: readonly PortRange[]): PortRange[] {
  const joined: PortRange[] = [];
  for (const range of [...ranges].sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.first - b.first))) {
    const before = joined.at(-1);
    if (before?.protocol === range.protocol && range.first <= before.last + 1) {
      joined[joined.length - 1] = { ...before, last: Math.max(before.last, range.last) };
    } else joined.push(range);
  }
  return joined;
}

/** `TCP 80, 8000-8010; UDP 53`, `TCP any port`. */
export function portsText(ranges: readonly PortRange[]): string {
  const byProtocol = new Map<string, string[]>();
  for (const { protocol, first, last } of joinPorts(ranges)) {
    const text = first === 1 && last === LAST_PORT ? 'any port' : first === last ? String(first) : `${first}-${last}`;
    byProtocol.set(protocol, [...(byProtocol.get(protocol) ?? []), text]);
  }
  return [...byProtocol].map(([protocol, texts]) => `${protocol} ${texts.join(', ')}`).join('; ');
}
