import { sortedGoJson } from '../model/sorted-json.ts';
import { isObject } from '../model/json.ts';
import { dumpForHash } from './go-dump.ts';
import { encode } from './encode.ts';
import type { SchemaRegistry } from './registry.ts';

const POD_TEMPLATE_SPEC = 'k8s.io/api/core/v1.PodTemplateSpec';

/**
 * The hash of a stored pod template: label `pod-template-hash` and the end of a ReplicaSet's name, and of a DaemonSet's ControllerRevision. As
 * kube-controller-manager's `ComputeHash` does; it depends on the release, whose struct layout is part of what is hashed.
 */
export function podTemplateHash(registry: SchemaRegistry, template: unknown, collisionCount?: number): string {
  const text = new TextEncoder().encode(dumpForHash(registry, POD_TEMPLATE_SPEC, template));
  let hash = fnv1a(text, FNV_OFFSET);
  if (collisionCount !== undefined) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setUint32(0, collisionCount, true);
    hash = fnv1a(bytes, hash);
  }
  return safeEncode(String(hash));
}

/** What a ControllerRevision of a DaemonSet or StatefulSet keeps of the stored template: the patch that sets it. */
export function controllerRevisionData(registry: SchemaRegistry, template: unknown): Record<string, unknown> {
  return { spec: { template: { ...encode(registry, POD_TEMPLATE_SPEC, template), $patch: 'replace' } } };
}

/**
 * The hash of a StatefulSet's ControllerRevision: label `controller-revision-hash` and the end of its name, as
 * `HashControllerRevision` does; the StatefulSet controller counts collisions from 0 where the status has no count.
 */
export function controllerRevisionHash(data: Readonly<Record<string, unknown>>, collisionCount?: number): string {
  const text = sortedGoJson(withDoubles(data)) + (collisionCount === undefined ? '' : String(collisionCount));
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) hash = (Math.imul(hash, FNV_PRIME) ^ byte) >>> 0;
  return safeEncode(String(hash));
}

/** JSON that went through Go's `interface{}`, which holds all numbers as doubles. */
function withDoubles(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withDoubles);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withDoubles(item)])) : value;
}

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function fnv1a(bytes: Uint8Array, start: number): number {
  let hash = start;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME) >>> 0;
  return hash;
}

/** Names of objects take these characters only, so that no words come out. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const safeEncode = (digits: string): string => digits.replace(/./g, (digit) => ALPHABET.charAt(digit.charCodeAt(0) % ALPHABET.length));
