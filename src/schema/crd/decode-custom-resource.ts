import { fieldErrorText } from '../../model/field-error.ts';
import { root } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { deepCopy, setOwn, type JsonObject } from '../../model/json.ts';
import { compareUtf8 } from '../../model/utf8-order.ts';
import type { Decoded } from '../decode.ts';
import type { Release } from '../release.ts';
import { coerceMetadata } from './coerce-metadata.ts';
import type { CustomResource } from './custom-resources.ts';
import { decodeMetadata } from './decode-metadata.ts';
import { pruneNulls } from './defaulting.ts';
import { pruneUnknownFields } from './prune.ts';

/**
 * Decodes a custom resource as kube-apiserver does with `fieldValidation=Strict`: `metadata` as that of any object, the rest by the schema of its CRD.
 * The object is a private, mutable copy; nulls stay where the schema allows them or has a default for them.
 */
export function decodeCustomResource(
  { resource, schema, preservesUnknownFields }: CustomResource,
  value: JsonObject,
  release: Release,
): Decoded {
  const { gvk } = resource;
  const refuse = (problem: string): Decoded => ({
    error: `${gvk.kind} in version ${goQuote(gvk.version)} cannot be handled as a ${gvk.kind}: ${problem}`,
  });
  const object = numbersAsRead(deepCopy<Record<string, unknown>>(value));
  const metadata = decodeMetadata(object.metadata, release);
  if (metadata.problem !== undefined) return refuse(metadata.problem);
  const unknown = metadata.unknown.map((path) => `metadata.${path}`);
  // a kind that is not spelt so is refused later; until then nothing is known of its fields
  if (value.kind !== gvk.kind) return { object: { ...object, metadata: metadata.metadata } };
  if (!preservesUnknownFields) {
    unknown.push(...pruneUnknownFields(object, schema, true));
    pruneNulls(object, schema);
  }
  const coerced = coerceMetadata(object, schema, root, false, { release, dropInvalid: false });
  if (coerced.problem) return refuse(fieldErrorText(coerced.problem));
  unknown.push(...[...coerced.unknown].sort(compareUtf8));
  if (unknown.length > 0) return refuse(`strict decoding error: ${unknown.map((path) => `unknown field "${path}"`).join(', ')}`);
  return { object: { ...object, metadata: metadata.metadata } };
}

/** Whole numbers beyond 64 bits are floating point to Go. Changes what it is given. */
function numbersAsRead<T extends object>(value: T): T {
  const members: Record<string, unknown> = value as Record<string, unknown>;
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === 'bigint') {
      if (BigInt.asIntN(64, member) !== member) setOwn(members, key, Number(member));
    } else if (typeof member === 'object' && member !== null) numbersAsRead(member);
  }
  return value;
}
