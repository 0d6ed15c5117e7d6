import { decodeBase64 } from './base64.ts';
import { BIT_STRING, derValues, SEQUENCE, sequenceOf, type DerValue } from './der.ts';
import { pemBlocks, type PemBlock } from './pem.ts';

/** 2.5.4.3 */
const COMMON_NAME = '85,4,3';
/** 2.5.4.10 */
const ORGANIZATION = '85,4,10';

/** Why the server cannot read a certificate request, given as base64 of PEM. Keys are not read and the signature is not checked. */
export function certificateRequestProblem(encoded: string): string | undefined {
  const block = firstBlock(encoded);
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  const [information, algorithm, signature] = sequenceOf(block.bytes) ?? [];
  const isRequest = information?.tag === SEQUENCE && algorithm?.tag === SEQUENCE && signature?.tag === BIT_STRING;
  return isRequest && derValues(information.content) ? undefined : 'asn1: syntax error: data truncated';
}

/** Who a certificate is asked for. */
export interface CertificateSubject {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

/** The subject of a certificate request; one without names when the request cannot be read. */
export function subjectOfRequest(encoded: string): CertificateSubject {
  const block = firstBlock(encoded);
  const [information] = (block && sequenceOf(block.bytes)) ?? [];
  // A request is its version, its subject, and more.
  const [, subject] = (information && derValues(information.content)) ?? [];
  const attributes = partsOf(subject).flatMap(partsOf);
  const named = (wanted: string): readonly string[] =>
    attributes.flatMap((attribute) => {
      const [type, value] = partsOf(attribute);
      return value && type?.content.join() === wanted ? [new TextDecoder().decode(value.content)] : [];
    });
  return { commonName: named(COMMON_NAME).at(-1) ?? '', organizations: named(ORGANIZATION) };
}

function firstBlock(encoded: string): PemBlock | undefined {
  const bytes = decodeBase64(encoded);
  return bytes instanceof Uint8Array ? pemBlocks(new TextDecoder('latin1').decode(bytes))[0] : undefined;
}

const partsOf = (value: DerValue | undefined): readonly DerValue[] => (value && derValues(value.content)) ?? [];
