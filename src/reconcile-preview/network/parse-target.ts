import { parseAddresses } from './address-range.ts';

/** `TO[:PORT[/PROTOCOL]]` in its parts. */
export interface ReachTarget {
  readonly to: string;
  readonly port?: number | string;
  readonly protocol?: string;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['TCP', 'UDP', 'SCTP']);

/** Reads what a question leads to: `web`, `shop/web:http`, `10.0.0.0/8:53/udp`, `[2001:db8::1]:443`, an URL. Undefined when port or protocol are none. */
export function parseTarget(text: string): ReachTarget | undefined {
  if (text.includes('://') || parseAddresses(text)) return { to: text };
  const [, to = '', port, protocol] = /^(.+?)(?::([^:/]+)(?:\/([^:/]+))?)?$/.exec(text) ?? [];
  const end = /^\[(.*)\]$/.exec(to)?.[1] ?? to;
  if (port === undefined) return { to: end };
  const number = /^\d+$/.test(port) ? Number(port) : undefined;
  if (number !== undefined && (number < 1 || number > 65_535)) return undefined;
  if (protocol !== undefined && !PROTOCOLS.has(protocol.toUpperCase())) return undefined;
  return { to: end, port: number ?? port, ...(protocol !== undefined && { protocol: protocol.toUpperCase() }) };
}
