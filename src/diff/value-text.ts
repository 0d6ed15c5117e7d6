import { isObject, stringify, type Json } from '../model/json.ts';

/** A value as lines of block YAML, for reading: strings are quoted where YAML would take them for something else. */
export function valueLines(value: unknown): string[] {
  if (Array.isArray(value)) return value.length === 0 ? ['[]'] : value.flatMap((item) => hang('- ', valueLines(item)));
  if (isObject(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return entries.length === 0 ? ['{}'] : entries.flatMap(([name, item]) => entryLines(scalarText(name), item ?? null));
  }
  return typeof value === 'string' && isBlock(value) ? ['|', ...blockLines(value).map((line) => `  ${line}`)] : [scalarText(value)];
}

/** A string of several lines that is better read as such. */
export const isBlock = (value: unknown): value is string => typeof value === 'string' && value.trimEnd().includes('\n');

/** The lines of a text; a line break at the end makes no further line. */
export const blockLines = (text: string): string[] => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');

/** A scalar on one line; lists and objects in JSON. */
export const scalarText = (value: unknown): string => (typeof value === 'string' && isPlain(value) ? value : stringify(value));

function entryLines(name: string, value: Json): string[] {
  const lines = valueLines(value);
  const [first = ''] = lines;
  if (Array.isArray(value) && value.length > 0) return [`${name}:`, ...lines];
  if (isObject(value) && Object.keys(value).length > 0) return [`${name}:`, ...lines.map((line) => `  ${line}`)];
  return [`${name}: ${first}`, ...lines.slice(1)];
}

const hang = (lead: string, lines: readonly string[]): string[] =>
  lines.map((line, i) => (i === 0 ? lead : ' '.repeat(lead.length)) + line);

/** Text that YAML 1.1 reads back as the same string without quotes. */
const isPlain = (text: string): boolean =>
  /^[A-Za-z0-9_./$(][^\u0000-\u001f\u007f#]*$/.test(text) &&
  !/: |:$| $/.test(text) &&
  !/^(?:y|yes|n|no|true|false|on|off|null|~)$/i.test(text) &&
  !/^[-+.]?[0-9][0-9_.:]*(?:e[-+]?[0-9]+)?$/i.test(text) &&
  !/^[-+]?\.(?:inf|nan)$/i.test(text) &&
  !/^0[xo][0-9a-f_]+$/i.test(text);
