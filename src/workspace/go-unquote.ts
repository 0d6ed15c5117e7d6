/** The text that Go's `%q` stands for; simple escapes only, which is all that field names need. */
export const goUnquote = (quoted: string): string =>
  quoted.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g, (_, x?: string, u?: string, U?: string, char?: string) => {
    const code = x ?? u ?? U;
    if (code !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff));
    return ESCAPES[char ?? ''] ?? char ?? '';
  });

const ESCAPES: Record<string, string> = { a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
