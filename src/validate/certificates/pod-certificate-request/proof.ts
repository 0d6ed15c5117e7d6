import { decodeBase64 } from '../../../model/base64.ts';
import { invalid, invalidOmitted, tooLong, type FieldError, type Verbatim } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { PodCertificateRequestSpec } from '../../../model/kinds/certificates-v1beta1.ts';
import { asJson } from '../../shared/checks.ts';
import { keyOfRequest, pkixPublicKey, type PublicKey } from './public-key.ts';

const MAX_BYTES = 10 * 1024;
const MODULUS_BITS = [3072, 4096];
const UNKNOWN = 'unknown public key type; supported types are Ed25519, ECDSA, and RSA';
const CURVES = ['P-256', 'P-384', 'P-521'];

/** The key of the certificate and the proof that the kubelet has it, in one of two forms. Signatures are not checked. */
export function validateProof(spec: PodCertificateRequestSpec, at: FieldPath): FieldError[] {
  const { stubPKCS10Request: request = '', pkixPublicKey: key = '', proofOfPossession: proof = '' } = spec;
  if (request !== '' && key === '' && proof === '') return validateRequest(request, child(at, 'stubPKCS10Request'));
  if (request === '' && key !== '' && proof !== '')
    return validateKeyAndProof(key, proof, child(at, 'pkixPublicKey'), child(at, 'proofOfPossession'));
  return [invalidOmitted(at, 'exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be set')];
}

function validateRequest(request: string, at: FieldPath): FieldError[] {
  const bytes = bytesOf(request);
  if (bytes.length > MAX_BYTES) return [tooLong(at, MAX_BYTES)];
  const key = keyOfRequest(bytes);
  if (!key) return [invalidOmitted(at, 'must be a valid PKCS#10 CSR')];
  return keyProblem(key, at, 'curve P256, P384, or P521');
}

function validateKeyAndProof(key: string, proof: string, keyAt: FieldPath, proofAt: FieldPath): FieldError[] {
  const bytes = bytesOf(key);
  if (bytes.length > MAX_BYTES) return [tooLong(keyAt, MAX_BYTES)];
  if (bytesOf(proof).length > MAX_BYTES) return [tooLong(proofAt, MAX_BYTES)];
  const parsed = pkixPublicKey(bytes);
  if (!parsed) return [invalid(keyAt, asJson(key), 'must be a valid PKIX-serialized public key')];
  return keyProblem(parsed, keyAt, 'curve P256 or P384', asJson(key));
}

/** Where the key is a field of its own, `shownKey` is what a message shows of it. */
function keyProblem(key: PublicKey, at: FieldPath, curves: string, shownKey?: Verbatim): FieldError[] {
  switch (key.algorithm) {
    case 'Ed25519':
      return [];
    case 'ECDSA':
      return CURVES.includes(key.curve) ? [] : [invalid(at, `curve ${key.curve}`, `elliptic public keys must use ${curves}`)];
    case 'RSA':
      return MODULUS_BITS.includes(key.bits)
        ? []
        : [invalid(at, `${key.bits}-bit modulus`, 'RSA keys must have modulus size 3072 or 4096')];
    case 'other':
      return [shownKey ? invalid(at, shownKey, UNKNOWN) : invalidOmitted(at, UNKNOWN)];
  }
}

function bytesOf(encoded: string): Uint8Array {
  const bytes = decodeBase64(encoded);
  return bytes instanceof Uint8Array ? bytes : new Uint8Array();
}
