const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** An address below a prefix of two numbers that depends on the name only: the low bits of its FNV-1a hash. */
export function addressFor(prefix: string, name: string): string {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return `${prefix}.${(hash >>> 8) & 0xff}.${(hash & 0x7f) + 1}`;
}

/** The address of a node that does not say its own. */
export const nodeAddress = (name: string): string => addressFor('172.19', name);

/** The address of a pod, by its uid. */
export const podAddress = (uid: string): string => addressFor('10.233', uid);
