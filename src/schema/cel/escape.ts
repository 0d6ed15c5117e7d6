const RESERVED: ReadonlySet<string> = new Set([
  'true', 'false', 'null', 'in', 'as', 'break', 'const', 'continue', 'else', 'for', 'function', 'if', 'import', 'let', 'loop', 'package', 'namespace', 'return',
  'var', 'void', 'while',
]); // prettier-ignore

export const isReservedWord = (name: string): boolean => RESERVED.has(name);

const ESCAPES: Readonly<Record<string, string>> = { __: '__underscores__', '.': '__dot__', '-': '__dash__', '/': '__slash__' };
const UNESCAPES: Readonly<Record<string, string>> = { underscores: '__', dot: '.', dash: '-', slash: '/' };

/** How expressions write a property's name; undefined for names that they cannot write. */
export function escapeName(name: string): string | undefined {
  if (name === '' || /^\d/.test(name)) return undefined;
  if (RESERVED.has(name)) return `__${name}__`;
  if (!/^[\w\-./]*$/.test(name)) return undefined;
  return name.replace(/__|[-./]/g, (part) => ESCAPES[part] ?? part);
}

/** The property that an expression's name stands for. */
export function unescapeName(escaped: string): string | undefined {
  let isValid = true;
  const name = escaped.replace(/__([^_]+)__/g, (whole, inner: string) => {
    const known = Object.hasOwn(UNESCAPES, inner) ? UNESCAPES[inner] : undefined;
    if (known !== undefined) return known;
    if (RESERVED.has(inner)) {
      if (whole.length !== escaped.length) isValid = false;
      return inner;
    }
    isValid = false;
    return '';
  });
  return isValid ? name : undefined;
}
