import { decodeBase64 } from '../../../model/base64.ts';
import { BIT_STRING, derValues, SEQUENCE, sequenceOf } from '../../../model/der.ts';
import { pemBlocks } from '../../../model/pem.ts';

/** Why the server refuses a certificate request, given as base64 of PEM. Keys are not read and the signature is not checked. */
export function requestProblem(encoded: string): string | undefined {
  const bytes = decodeBase64(encoded);
  const [block] = bytes instanceof Uint8Array ? pemBlocks(new TextDecoder('latin1').decode(bytes)) : [];
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  const [information, algorithm, signature] = sequenceOf(block.bytes) ?? [];
  const isRequest = information?.tag === SEQUENCE && algorithm?.tag === SEQUENCE && signature?.tag === BIT_STRING;
  return isRequest && derValues(information.content) ? undefined : 'asn1: syntax error: data truncated';
}
