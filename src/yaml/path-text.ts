import { child, index, key, root, type FieldPath } from '../model/field-path.ts';
import { isObject } from '../model/json.ts';

/**
 * The path that the API server's text for one (`spec.containers[0].ports[1].name`, `metadata.labels[app.kubernetes.io/name]`) means in
 * `value`. Keys may have dots and brackets in them: what `value` has is preferred, the longest name first; the rest is read as it looks.
 * `<nil>` and the empty text are the root.
 */
export function parsePathText(text: string, value: unknown): FieldPath {
  let path = root;
  let holder = value;
  let rest = text === '<nil>' ? '' : text;
  while (rest !== '') {
    const step = rest.startsWith('[') ? bracketed(rest, holder) : named(rest, holder);
    path = step.isIndex ? index(path, Number(step.name)) : rest.startsWith('[') ? key(path, step.name) : child(path, step.name);
    holder = memberOf(holder, step.name);
    rest = rest.slice(step.length);
    if (rest.startsWith('.')) rest = rest.slice(1);
  }
  return path;
}

interface Step {
  readonly name: string;
  /** How much of the text it takes. */
  readonly length: number;
  readonly isIndex?: boolean;
}

const memberOf = (holder: unknown, name: string): unknown => {
  if (Array.isArray(holder)) return holder[Number(name)];
  return isObject(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
};

const endsStep = (text: string, at: number): boolean => at >= text.length || text[at] === '.' || text[at] === '[';

const longestName = (holder: unknown, fits: (name: string) => boolean): string | undefined => {
  if (!isObject(holder)) return undefined;
  return Object.keys(holder)
    .filter((name) => name !== '' && fits(name))
    .reduce<string | undefined>((longest, name) => (longest === undefined || name.length > longest.length ? name : longest), undefined);
};

function bracketed(text: string, holder: unknown): Step {
  const known = longestName(holder, (name) => text.startsWith(`[${name}]`) && endsStep(text, name.length + 2));
  if (known !== undefined) return { name: known, length: known.length + 2 };
  const digits = /^\[(\d+)\]/.exec(text)?.[1];
  if (digits !== undefined && !isObject(holder)) return { name: digits, length: digits.length + 2, isIndex: true };
  let end = text.indexOf(']');
  while (end >= 0 && !endsStep(text, end + 1)) end = text.indexOf(']', end + 1);
  return end < 0 ? { name: text.slice(1), length: text.length } : { name: text.slice(1, end), length: end + 1 };
}

function named(text: string, holder: unknown): Step {
  const known = longestName(holder, (name) => text.startsWith(name) && endsStep(text, name.length));
  if (known !== undefined) return { name: known, length: known.length };
  const name = /^[^.[]*/.exec(text)?.[0] ?? '';
  return name === '' ? { name: text.slice(0, 1), length: 1 } : { name, length: name.length };
}
