/** Kinds of tokens in the order in which upstream's lexer numbers them, which is the order in which messages list what was expected. */
export const TOKENS = [
  '==', '!=', 'in', '<', '<=', '>=', '>', '&&', '||', '[', ']', '{', '}', '(', ')', '.', ',', '-', '!', '?', ':', '+', '*', '/', '%',
  'true', 'false', 'null',
  'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER',
] as const; // prettier-ignore
export type TokenKind = (typeof TOKENS)[number] | '<EOF>';

/** A token; `at` and `end` count code points. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

/** How messages name a kind of token: `'=='`, `NUM_INT`, `<EOF>`. */
export const tokenName = (kind: TokenKind): string => (kind === '<EOF>' || /^[A-Z]/.test(kind) ? kind : `'${kind}'`);

/** The place of a kind in lists of expected tokens; the end comes first. */
export const tokenOrder = (kind: TokenKind): number => (kind === '<EOF>' ? -1 : TOKENS.indexOf(kind));
