/** A value of ASN.1 in its DER encoding: its tag byte and what is in it. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
}

export const SEQUENCE = 0x30;
export const INTEGER = 0x02;
export const BIT_STRING = 0x03;
const BOOLEAN = 0x01;
const OCTET_STRING = 0x04;
export const OBJECT_IDENTIFIER = 0x06;
const EXTENSIONS = 0xa3;
/** 2.5.29.19 */
const BASIC_CONSTRAINTS = '85,29,19';

/** The values that stand one after the other in `bytes`; undefined when they are no well-formed DER. */
export function derValues(bytes: Uint8Array): DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    const header = lengthAt(bytes, at + 1);
    if (!header || header.from + header.length > bytes.length) return undefined;
    values.push({ tag, content: bytes.subarray(header.from, header.from + header.length) });
    at = header.from + header.length;
  }
  return values;
}

/** A length of up to four bytes, and where what it measures begins. */
function lengthAt(bytes: Uint8Array, at: number): { readonly length: number; readonly from: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 0x80) return { length: first, from: at + 1 };
  const count = first - 0x80;
  if (count < 1 || count > 4 || at + count >= bytes.length) return undefined;
  const length = bytes.subarray(at + 1, at + 1 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  return { length, from: at + 1 + count };
}

/** The parts of a sequence that is all of `bytes`. */
export function sequenceOf(bytes: Uint8Array): DerValue[] | undefined {
  const values = derValues(bytes);
  const [only] = values ?? [];
  return values?.length === 1 && only?.tag === SEQUENCE ? derValues(only.content) : undefined;
}

/**
 * Whether an X.509 certificate is one of an authority: its basic constraints say so. Undefined when it has not the structure of a certificate; keys,
 * names, times and signatures are not looked at.
 */
export function isCertificateAuthority(certificate: Uint8Array): boolean | undefined {
  const [body, algorithm, signature] = sequenceOf(certificate) ?? [];
  if (body?.tag !== SEQUENCE || algorithm?.tag !== SEQUENCE || signature?.tag !== BIT_STRING) return undefined;
  const fields = derValues(body.content);
  if (!fields || fields.length < 6) return undefined;
  const extensions = sequenceOf(fields.find(({ tag }) => tag === EXTENSIONS)?.content ?? new Uint8Array());
  return (extensions ?? []).some(({ content }) => saysAuthority(content));
}

function saysAuthority(extension: Uint8Array): boolean {
  const parts = derValues(extension) ?? [];
  const [id] = parts;
  if (id?.tag !== OBJECT_IDENTIFIER || id.content.join() !== BASIC_CONSTRAINTS) return false;
  const [first] = sequenceOf(parts.find(({ tag }) => tag === OCTET_STRING)?.content ?? new Uint8Array()) ?? [];
  return first?.tag === BOOLEAN && first.content[0] === 0xff;
}
