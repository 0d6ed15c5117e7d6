/** Classes of UTF-16 code units as YAML 1.1 (libyaml) knows them; a code unit may be in several. */
export const BREAK = 1;
export const BLANK = 2;
/** The NUL that ends the text. */
export const END = 4;
/** Letters, digits, `_` and `-`: what anchors, tag handles and directive names are made of. */
export const WORD = 8;
export const DIGIT = 16;
/** `,` `?` `[` `]` `{` `}`: ends a plain scalar inside flow collections. */
export const FLOW_INDICATOR = 32;
/** What no plain scalar starts with, whatever follows: blanks, breaks, the end and most indicators. */
export const NO_PLAIN_START = 64;
export const COLON = 128;

export const BREAK_OR_END = BREAK | END;
export const BLANK_OR_END = BLANK | BREAK | END;

export const CLASS_OF: Uint8Array = classify();

function classify(): Uint8Array {
  const classes = new Uint8Array(0x10000);
  const add = (characters: string, flag: number): void => {
    for (let i = 0; i < characters.length; i++) {
      const code = characters.charCodeAt(i);
      classes[code] = (classes[code] ?? 0) | flag;
    }
  };
  add('\n\r\u0085\u2028\u2029', BREAK | NO_PLAIN_START);
  add(' \t', BLANK | NO_PLAIN_START);
  add('\0', END | NO_PLAIN_START);
  add('0123456789', DIGIT | WORD);
  add('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-', WORD);
  add(',?[]{}', FLOW_INDICATOR);
  add('-?:,[]{}#&*!|>\'"%@`', NO_PLAIN_START);
  add(':', COLON);
  return classes;
}

/**
 * Length of the line break at `at`, where there is one. Lines reach the YAML parser without the CR of their CR LF,
 * so CR CR LF counts as one break as well.
 */
export function breakLength(units: Uint16Array, at: number): number {
  if (units[at] !== 13) return 1;
  if (units[at + 1] === 10) return 2;
  return units[at + 1] === 13 && units[at + 2] === 10 ? 3 : 1;
}

/** What a line break contributes to a scalar: LINE and PARAGRAPH SEPARATOR stay, all others become LF. */
export const breakText = (code: number): string => (code === 0x2028 ? '\u2028' : code === 0x2029 ? '\u2029' : '\n');

/** Value of a hexadecimal digit, or -1. */
export function hexValue(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

/** Whether `---` or `...` stands at `pos`, where a line begins. */
export function isDocumentIndicator(units: Uint16Array, pos: number): boolean {
  const code = units[pos];
  if ((code !== 0x2d && code !== 0x2e) || units[pos + 1] !== code || units[pos + 2] !== code) return false;
  return ((CLASS_OF[units[pos + 3] ?? 0] ?? 0) & (BLANK | BREAK | END)) !== 0;
}
