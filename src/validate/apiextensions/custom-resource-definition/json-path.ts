import { child, key, root, type FieldPath } from '../../../model/field-path.ts';
import { hasProperties, propertyOf, valuesOf, type SchemaProps } from '../../../schema/crd/schema-props.ts';

/** What a JSON path leads to by a schema, or why it leads nowhere. */
export type Resolved = { readonly path: FieldPath; readonly schema: SchemaProps; readonly error?: undefined } | { readonly error: string };

/** Paths such as `.spec.size` and `.spec['a.b']`, through structs and maps only. */
export function resolveJsonPath(
  text: string,
  start: SchemaProps,
  { allowArrayNotation = true }: { readonly allowArrayNotation?: boolean } = {},
): Resolved {
  const tokens = tokenize(text);
  let path = root;
  let schema = start;
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at++];
    const isArrayNotation = token === '[';
    if (isArrayNotation && !allowArrayNotation) return { error: 'array notation is not allowed' };
    if (!isArrayNotation && token !== '.') return { error: `expected [ or . but got: ${token}` };
    const given = tokens[at++];
    if (given === undefined) return { error: 'unexpected end of JSON path' };
    if (isArrayNotation && !(given.length >= 2 && given.startsWith("'") && given.endsWith("'")))
      return { error: `expected single quoted string but got ${given}` };
    const name = isArrayNotation ? unescape(given.slice(1, -1)) : given;
    if (name === undefined) return { error: 'invalid string literal: invalid syntax' };
    if (hasProperties(schema)) {
      const property = propertyOf(schema, name);
      if (!property) return { error: 'does not refer to a valid field' };
      path = child(path, name);
      schema = property;
    } else if (schema.additionalProperties !== undefined) {
      path = key(path, name);
      schema = valuesOf(schema) ?? {};
    } else return { error: 'does not refer to a valid field' };
    if (!isArrayNotation) continue;
    const close = tokens[at++];
    if (close === undefined) return { error: 'unexpected end of JSON path' };
    if (close !== ']') return { error: `expected ] but got ${close}` };
  }
  return { path, schema };
}

/** Delimiters are tokens of their own; quoted texts stay whole. */
function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let rest = text;
  while (rest !== '') {
    const token = /^'(?:\\'|[^'])*'/.exec(rest)?.[0] ?? (rest.startsWith("'") ? rest : (/^(?:[.[\]]|[^.[\]]+)/.exec(rest)?.[0] ?? rest));
    tokens.push(token);
    rest = rest.slice(token.length);
  }
  return tokens;
}

/** The text of a Go literal in single quotes; undefined when it is none. */
function unescape(text: string): string | undefined {
  if (/(^|[^\\])'/.test(text)) return undefined;
  try {
    const parsed: unknown = JSON.parse(`"${text.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`);
    return typeof parsed === 'string' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
