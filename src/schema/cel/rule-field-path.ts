import { child, key, root, type FieldPath } from '../../model/field-path.ts';
import { propertyOf, valuesOf, type SchemaProps } from '../crd/schema-props.ts';

/** What a rule's `fieldPath` leads to below the value that the rule is about, or why it leads nowhere, in the server's words. */
export type RuleFieldPath = { readonly path: FieldPath; readonly schema: SchemaProps } | { readonly error: string };

const NO_FIELD = { error: 'does not refer to a valid field' };

/** Reads `.spec.foo` and `['a.b']` against a schema. */
export function ruleFieldPath(text: string, schema: SchemaProps): RuleFieldPath {
  const tokens = tokenize(text);
  let path = root;
  let at = schema;
  for (let i = 0; i < tokens.length; i++) {
    const open = tokens[i];
    if (open !== '.' && open !== '[') return { error: `expected [ or . but got: ${open ?? ''}` };
    const token = tokens[++i];
    if (token === undefined) return { error: 'unexpected end of JSON path' };
    let name = token;
    if (open === '[') {
      if (token.length < 2 || !token.startsWith("'") || !token.endsWith("'"))
        return { error: `expected single quoted string but got ${token}` };
      const unescaped = unescapeQuoted(token.slice(1, -1));
      if (typeof unescaped !== 'string') return unescaped;
      name = unescaped;
    }
    const values = at.properties === undefined ? valuesOf(at) : undefined;
    const below = values ?? propertyOf(at, name);
    if (!below) return NO_FIELD;
    path = values ? key(path, name) : child(path, name);
    at = below;
    if (open === '[') {
      const close = tokens[++i];
      if (close === undefined) return { error: 'unexpected end of JSON path' };
      if (close !== ']') return { error: `expected ] but got ${close}` };
    }
  }
  return { path, schema: at };
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const quoted = rest.startsWith("'") ? closingQuote(rest) : undefined;
    const token = quoted === undefined ? (/^(?:[.[\]]|[^.[\]]+)/.exec(rest)?.[0] ?? rest) : rest.slice(0, quoted + 1);
    tokens.push(token);
    at += token.length;
  }
  return tokens;
}

/** The quote that ends a text in quotes; one behind a backslash does not. */
function closingQuote(text: string): number {
  for (let i = 1; i < text.length; i++) if (text[i] === "'" && text[i - 1] !== '\\') return i;
  return text.length - 1;
}

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };
function unescapeQuoted(text: string): string | { readonly error: string } {
  let wrong: string | undefined;
  const unescaped = text.replace(/\\./g, (escape) => {
    const char = ESCAPES[escape.charAt(1)];
    if (char === undefined) wrong = escape;
    return char ?? '';
  });
  return wrong === undefined ? unescaped : { error: `invalid string literal: invalid escape char ${wrong}` };
}
