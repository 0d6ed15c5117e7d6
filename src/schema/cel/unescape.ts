/** The text or bytes that a literal stands for; an issue's message when it cannot. `text` is as in the expression, with quotes and `r`, without `b`. */
export function unescapeLiteral(text: string, isBytes: false): string | { readonly error: string };
export function unescapeLiteral(text: string, isBytes: true): Uint8Array | { readonly error: string };
export function unescapeLiteral(text: string, isBytes: boolean): string | Uint8Array | { readonly error: string } {
  const isRaw = /^[rR]/.test(text);
  const quoted = (isRaw ? text.slice(1) : text).replace(/\r\n?/g, '\n');
  const width = quoted.length >= 6 && /^("""|''')/.test(quoted) ? 3 : 1;
  const content = quoted.slice(width, quoted.length - width);
  if (!isBytes) return isRaw || !content.includes('\\') ? content : unescapeText(content);
  return isRaw ? new TextEncoder().encode(content) : unescapeBytes(content);
}

const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
const ESCAPE = /\\(?:([xX])([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|(.))/gsu;

function unescapeText(content: string): string | { readonly error: string } {
  let isValid = true;
  const text = content.replace(ESCAPE, (_, __, hex?: string, short?: string, long?: string, octal?: string, letter = '') => {
    const digits = hex ?? short ?? long;
    const code = digits !== undefined ? parseInt(digits, 16) : octal !== undefined ? parseInt(octal, 8) : undefined;
    if (code === undefined) return SIMPLE[String(letter)] ?? String(letter);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      isValid = false;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return isValid ? text : { error: 'invalid unicode code point' };
}

function unescapeBytes(content: string): Uint8Array | { readonly error: string } {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  let from = 0;
  for (const match of content.matchAll(ESCAPE)) {
    const [whole, , hex, short, long, octal, letter = ''] = match;
    if (short !== undefined || long !== undefined) return { error: 'unable to unescape string' };
    bytes.push(...encoder.encode(content.slice(from, match.index)));
    if (hex !== undefined) bytes.push(parseInt(hex, 16));
    else if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else bytes.push(...encoder.encode(SIMPLE[letter] ?? letter));
    from = match.index + whole.length;
  }
  bytes.push(...encoder.encode(content.slice(from)));
  return Uint8Array.from(bytes);
}
