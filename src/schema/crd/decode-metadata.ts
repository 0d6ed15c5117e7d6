import { isObject, type Json } from '../../model/json.ts';
import type { ObjectMeta } from '../../model/kinds/meta-v1.ts';
import { problemText, startDecoding } from '../decode-state.ts';
import { decodeValue } from '../decode-value.ts';
import { encode } from '../encode.ts';
import type { Release } from '../release.ts';
import { OBJECT_META, objectMetaTypes } from './object-meta-types.ts';
import type { Fields } from './value.ts';

/** `metadata` in canonical form with the paths of its unknown fields (below `metadata`), or what its decoder objects to. */
export type DecodedMetadata =
  { readonly metadata: ObjectMeta; readonly unknown: readonly string[]; readonly problem?: undefined } | { readonly problem: string };

export function decodeMetadata(value: unknown, release: Release): DecodedMetadata {
  const state = startDecoding(objectMetaTypes(release), { strict: true, thorough: true });
  const decoded = decodeValue(state, { kind: 'struct', name: OBJECT_META }, asJson(value));
  const problem = state.fatal ?? state.saved;
  if (problem !== undefined) return { problem: problemText(problem) };
  return { metadata: isMetadata(decoded) ? decoded : {}, unknown: [...state.unknown] };
}

/** Field by field, without those that cannot be decoded: what storage does to objects of old. */
export function salvageMetadata(value: unknown, release: Release): ObjectMeta | undefined {
  if (!isObject(value)) return undefined;
  const metadata: ObjectMeta = {};
  for (const name of Object.keys(value)) {
    const decoded = decodeMetadata({ [name]: value[name] }, release);
    if (decoded.problem === undefined) Object.assign(metadata, decoded.metadata);
  }
  return metadata;
}

/** `metadata` as the server prints it: empty lists and maps are gone. */
export function printMetadata(metadata: Readonly<ObjectMeta>, release: Release): Fields {
  const printed = encode(objectMetaTypes(release), OBJECT_META, metadata);
  if (printed.creationTimestamp === null) delete printed.creationTimestamp;
  return printed;
}

/** The struct's decoder yields nothing else. */
const isMetadata = (value: unknown): value is ObjectMeta => isObject(value);

/** Values below `metadata` were read as JSON. */
const asJson = (value: unknown): Json => (value ?? null) as Json;
