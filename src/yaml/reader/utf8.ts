/** Length of the UTF-8 sequence that starts with `octet`; 0 when none does. */
export function utf8Width(octet: number): number {
  if ((octet & 0x80) === 0) return 1;
  if ((octet & 0xe0) === 0xc0) return 2;
  if ((octet & 0xf0) === 0xe0) return 3;
  return (octet & 0xf8) === 0xf0 ? 4 : 0;
}

/** Text of `bytes`; each byte that is no part of well-formed UTF-8 becomes what `replace` says. */
export function decodeUtf8(bytes: Uint8Array, replace: (byte: number) => string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return decodeWithReplacements(bytes, replace);
  }
}

function decodeWithReplacements(bytes: Uint8Array, replace: (byte: number) => string): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const width = wellFormedWidth(bytes, at);
    if (width > 0) {
      at += width;
      continue;
    }
    parts.push(decoder.decode(bytes.subarray(from, at)), replace(bytes[at] ?? 0));
    from = ++at;
  }
  parts.push(decoder.decode(bytes.subarray(from)));
  return parts.join('');
}

/** Length of the well-formed sequence at `at`; 0 when there is none. */
function wellFormedWidth(bytes: Uint8Array, at: number): number {
  const width = utf8Width(bytes[at] ?? 0);
  let code = width === 1 ? (bytes[at] ?? 0) : (bytes[at] ?? 0) & (0x7f >> width);
  for (let i = 1; i < width; i++) {
    const octet = bytes[at + i] ?? 0;
    if ((octet & 0xc0) !== 0x80) return 0;
    code = code * 64 + (octet & 0x3f);
  }
  return isEncodedBy(code, width) ? width : 0;
}

/** Whether a character is encoded in `width` bytes, no more than needed, and may be encoded at all. */
export const isEncodedBy = (code: number, width: number): boolean =>
  !isTooLong(code, width) && (code < 0xd800 || code > 0xdfff) && code <= 0x10ffff;

export const isTooLong = (code: number, width: number): boolean =>
  width === 0 || (width > 1 && code < (width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000));
