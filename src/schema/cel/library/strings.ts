import { fn, overload, type Implementation, type Library } from '../declarations.ts';
import { celError, elementsOf, isList, listOf, NO_SUCH_OVERLOAD, type CelError, type Value } from '../value.ts';
import { spend } from '../work-limit.ts';
import { formatText } from './format-text.ts';
import { valueText } from './standard.ts';

/** A function of texts and numbers: arguments of other types are no overload. */
type Plain = string | bigint;
const plain =
  (run: (...args: readonly Plain[]) => Value): Implementation =>
  (...args) => {
    const known = args.filter((arg): arg is Plain => typeof arg === 'string' || typeof arg === 'bigint');
    return known.length === args.length ? run(...known) : NO_SUCH_OVERLOAD;
  };
const text = (value: Plain | undefined): string => (typeof value === 'string' ? value : '');
const whole = (value: Plain | undefined): number => (typeof value === 'bigint' ? Number(value) : 0);
const outOfRange = (index: number): CelError => celError(`index out of range: ${index}`);

function charAt(of: string, index: number): Value {
  const chars = [...of];
  return index < 0 || index > chars.length ? outOfRange(index) : (chars[index] ?? '');
}

function indexOf(of: string, part: string, from = 0): Value {
  if (from < 0) return outOfRange(from);
  const chars = [...of];
  if (part === '') return BigInt(Math.min(from, chars.length));
  const at = from >= chars.length ? -1 : chars.slice(from).join('').indexOf(part);
  return at < 0 ? -1n : BigInt(from + [...chars.slice(from).join('').slice(0, at)].length);
}

function lastIndexOf(of: string, part: string, from?: number): Value {
  const chars = [...of];
  if (from === undefined && part === '') return BigInt(chars.length);
  const start = from ?? chars.length - 1;
  const length = [...part].length;
  if (from === undefined && chars.length < length) return -1n;
  if (start < 0) return outOfRange(start);
  if (part === '') return BigInt(Math.min(start, chars.length));
  if (start >= chars.length) return -1n;
  for (let i = Math.min(start, chars.length - length); i >= 0; i--) if (chars.slice(i, i + length).join('') === part) return BigInt(i);
  return -1n;
}

function substring(of: string, start: number, end?: number): Value {
  const chars = [...of];
  if (end !== undefined && start > end) return celError(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0 || start > chars.length) return outOfRange(start);
  if (end !== undefined && (end < 0 || end > chars.length)) return outOfRange(end);
  return chars.slice(start, end).join('');
}

/** At most `limit` times from the left, all when it is negative; an empty `part` stands between all characters. */
function replace(of: string, part: string, by: string, limit = -1): string {
  if (limit === 0 || part === by) return of;
  spend((of.length * (by.length + 1)) / Math.max(part.length, 1));
  if (part === '') {
    const chars = [...of];
    const times = limit < 0 ? chars.length + 1 : Math.min(limit, chars.length + 1);
    return chars.map((char, i) => (i < times ? by + char : char)).join('') + (times > chars.length ? by : '');
  }
  const pieces = of.split(part);
  const times = limit < 0 ? pieces.length - 1 : Math.min(limit, pieces.length - 1);
  return [pieces.slice(0, times + 1).join(by), ...pieces.slice(times + 1)].join(part);
}

/** As Go's `strings.SplitN`: at most `limit` pieces, the last one unsplit; none for 0. */
function split(of: string, separator: string, limit = -1): Value {
  if (limit === 0) return listOf([]);
  const pieces = separator === '' ? [...of] : of.split(separator);
  if (limit < 0 || pieces.length <= limit) return listOf(pieces);
  return listOf([...pieces.slice(0, limit - 1), pieces.slice(limit - 1).join(separator)]);
}

const join: Implementation = (list = null, separator = '') => {
  if (!isList(list) || typeof separator !== 'string') return NO_SUCH_OVERLOAD;
  const parts: string[] = [];
  for (const element of elementsOf(list)) {
    if (typeof element !== 'string') return celError(`join: invalid input: ${valueText(element)}`);
    parts.push(element);
  }
  spend(parts.length * separator.length);
  return parts.join(separator);
};

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};
const quote = (of: string): string => `"${of.replace(/[\x07\b\f\n\r\t\v\\"]/g, (char) => ESCAPES[char] ?? char)}"`;
const ascii = (of: string, convert: (part: string) => string): string => of.replace(/[A-Za-z]+/g, convert);
/** What Go takes for white space. */
const trim = (of: string): string => of.replace(/^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/, '').replace(/[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/, ''); // prettier-ignore

/** cel-go's extension for texts in its version 2, which every release since 1.29 has. */
export const STRINGS: Library = {
  functions: [
    fn('charAt', overload('string_char_at_int: string.(int) -> string', plain((of, at) => charAt(text(of), whole(at))))),
    fn(
      'indexOf',
      overload('string_index_of_string: string.(string) -> int', plain((of, part) => indexOf(text(of), text(part)))),
      overload('string_index_of_string_int: string.(string, int) -> int', plain((of, part, from) => indexOf(text(of), text(part), whole(from)))),
    ),
    fn(
      'lastIndexOf',
      overload('string_last_index_of_string: string.(string) -> int', plain((of, part) => lastIndexOf(text(of), text(part)))),
      overload('string_last_index_of_string_int: string.(string, int) -> int', plain((of, part, from) => lastIndexOf(text(of), text(part), whole(from)))),
    ),
    fn('lowerAscii', overload('string_lower_ascii: string.() -> string', plain((of) => ascii(text(of), (part) => part.toLowerCase())))),
    fn(
      'replace',
      overload('string_replace_string_string: string.(string, string) -> string', plain((of, part, by) => replace(text(of), text(part), text(by)))),
      overload('string_replace_string_string_int: string.(string, string, int) -> string', plain((of, part, by, limit) => replace(text(of), text(part), text(by), whole(limit)))),
    ),
    fn(
      'split',
      overload('string_split_string: string.(string) -> list(string)', plain((of, separator) => split(text(of), text(separator)))),
      overload('string_split_string_int: string.(string, int) -> list(string)', plain((of, separator, limit) => split(text(of), text(separator), whole(limit)))),
    ),
    fn(
      'substring',
      overload('string_substring_int: string.(int) -> string', plain((of, start) => substring(text(of), whole(start)))),
      overload('string_substring_int_int: string.(int, int) -> string', plain((of, start, end) => substring(text(of), whole(start), whole(end)))),
    ),
    fn('trim', overload('string_trim: string.() -> string', plain((of) => trim(text(of))))),
    fn('upperAscii', overload('string_upper_ascii: string.() -> string', plain((of) => ascii(text(of), (part) => part.toUpperCase())))),
    fn(
      'format',
      overload('string_format: string.(list(dyn)) -> string', (of = null, args = null) =>
        typeof of === 'string' && isList(args) ? formatText(of, args) : NO_SUCH_OVERLOAD,
      ),
    ),
    fn('strings.quote', overload('strings_quote(string) -> string', plain((of) => quote(text(of))))),
    fn('join', overload('list_join: list(string).() -> string', join), overload('list_join_string: list(string).(string) -> string', join)),
  ],
}; // prettier-ignore
