import { BIT_STRING, derValues, INTEGER, OBJECT_IDENTIFIER, SEQUENCE, sequenceOf, type DerValue } from '../../../model/der.ts';

/** What a key is, as far as its structure tells; `other` is one whose algorithm is of no use here. */
export type PublicKey =
  | { readonly algorithm: 'Ed25519' | 'other' }
  | { readonly algorithm: 'ECDSA'; readonly curve: string }
  | { readonly algorithm: 'RSA'; readonly bits: number };

const RSA = '42,134,72,134,247,13,1,1,1';
const ECDSA = '42,134,72,206,61,2,1';
const ED25519 = '43,101,112';
const CURVES: Readonly<Record<string, string>> = {
  '43,129,4,0,33': 'P-224',
  '42,134,72,206,61,3,1,7': 'P-256',
  '43,129,4,0,34': 'P-384',
  '43,129,4,0,35': 'P-521',
};

/** The key of a PKCS#10 request; undefined when the bytes are no such request. The request's signature is not checked. */
export function keyOfRequest(request: Uint8Array): PublicKey | undefined {
  const [information, algorithm, signature] = sequenceOf(request) ?? [];
  if (information?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || signature?.tag !== BIT_STRING) return undefined;
  const [version, subject, key] = derValues(information.content) ?? [];
  if (version?.tag !== INTEGER || subject?.tag !== SEQUENCE || key?.tag !== SEQUENCE) return undefined;
  return publicKey(derValues(key.content) ?? []);
}

/** The key in a SubjectPublicKeyInfo. */
export const pkixPublicKey = (bytes: Uint8Array): PublicKey | undefined => publicKey(sequenceOf(bytes) ?? []);

function publicKey([algorithm, bits]: readonly DerValue[]): PublicKey | undefined {
  const [id, parameters] = derValues(algorithm?.content ?? new Uint8Array()) ?? [];
  if (id?.tag !== OBJECT_IDENTIFIER || bits?.tag !== BIT_STRING) return undefined;
  const key = bits.content.subarray(1);
  switch (id.content.join()) {
    case ED25519:
      return key.length === 32 ? { algorithm: 'Ed25519' } : undefined;
    case ECDSA: {
      const curve = parameters && CURVES[parameters.content.join()];
      return curve === undefined ? undefined : { algorithm: 'ECDSA', curve };
    }
    case RSA: {
      const [modulus] = sequenceOf(key) ?? [];
      return modulus?.tag === INTEGER ? { algorithm: 'RSA', bits: 8 * lengthOf(modulus.content) } : undefined;
    }
    default:
      return { algorithm: 'other' };
  }
}

/** Bytes of a number without its leading zeros. */
function lengthOf(number: Uint8Array): number {
  const start = number.findIndex((byte) => byte !== 0);
  return start < 0 ? 0 : number.length - start;
}
