const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Where a text stops being base64, as Go's `base64.CorruptInputError` counts it. */
export interface CorruptBase64 {
  readonly corruptAt: number;
}

/** Reads standard base64 as Go does: line breaks are skipped, padding is needed, loose bits at the end do not matter. */
export function decodeBase64(text: string): Uint8Array | CorruptBase64 {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let at = 0;
  const skipBreaks = (): void => {
    while (text[at] === '\n' || text[at] === '\r') at++;
  };
  for (;;) {
    let bits = 0;
    let count = 0;
    while (count < 4) {
      skipBreaks();
      if (at >= text.length) {
        if (count === 0) return bytes.subarray(0, length);
        return { corruptAt: at - count };
      }
      const digit = ALPHABET.indexOf(text[at] ?? '');
      if (digit < 0) break;
      bits = (bits << 6) | digit;
      count++;
      at++;
    }
    if (count < 4) {
      const error = readPadding(count);
      if (error) return error;
    }
    const whole = bits << (6 * (4 - count));
    for (let i = 0; i < count - 1; i++) bytes[length++] = (whole >> (16 - 8 * i)) & 0xff;
    if (count < 4) return bytes.subarray(0, length);
  }

  function readPadding(count: number): CorruptBase64 | undefined {
    if (text[at] !== '=' || count < 2) return { corruptAt: at };
    at++;
    if (count === 2) {
      skipBreaks();
      if (at >= text.length) return { corruptAt: text.length };
      if (text[at] !== '=') return { corruptAt: at - 1 };
      at++;
    }
    skipBreaks();
    return at < text.length ? { corruptAt: at } : undefined;
  }
}

export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    text += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    text += b === undefined ? '=' : ALPHABET.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    text += c === undefined ? '=' : ALPHABET.charAt(c & 63);
  }
  return text;
}

/** The same bytes as Go writes them; a text that is no base64 answers where. */
export function canonicalBase64(text: string): string | CorruptBase64 {
  if (text.length % 4 === 0 && /^[A-Za-z0-9+/]*$/.test(text)) return text;
  const bytes = decodeBase64(text);
  return bytes instanceof Uint8Array ? encodeBase64(bytes) : bytes;
}
