import { compareText } from '../../../model/json.ts';
import type { EndpointPort } from '../../../model/kinds/discovery-v1.ts';
import { dumpForHash } from '../../../schema/go-dump.ts';
import type { SchemaRegistry } from '../../../schema/registry.ts';

/** Ports of an EndpointSlice in the order in which upstream writes them: by a hash of each, which no manifest can tell. */
export function inUpstreamOrder(ports: readonly EndpointPort[], registry: SchemaRegistry): EndpointPort[] {
  if (ports.length < 2) return [...ports];
  const hashed = ports.map((port) => ({ port, hash: fnv128a(dumpForHash(registry, 'k8s.io/api/discovery/v1.EndpointPort', port)) }));
  return hashed.sort((a, b) => compareText(a.hash, b.hash)).map(({ port }) => port);
}

const OFFSET = 0x6c62272e07bb014262b821756295c58dn;
const PRIME = 0x0000000001000000000000000000013bn;

/** FNV-1a of 128 bits, in hexadecimal. */
function fnv128a(text: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(128, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(16).padStart(32, '0');
}
