import { compareText, type Json, type JsonObject } from '../model/json.ts';
import { compareKeys } from './printer/compare-keys.ts';
import { atomText, writeScalar, type Sink } from './printer/write-scalar.ts';

/** go-yaml asks for `?` before keys that are longer, in bytes, or have line breaks. */
const LONGEST_SIMPLE_KEY = 128;

/**
 * A value as `kubectl get -o yaml` prints it (sigs.k8s.io/yaml over go-yaml v2): keys sorted, lists not indented, long texts folded
 * after column 80, texts quoted where they would be read as something else. Ends with a line break. Undefined properties are left out.
 */
export function printYaml(value: Json): string {
  const sink: Sink = { parts: [], column: 0 };
  if (isEmpty(value) || !isCollection(value)) writeInline(sink, value, 0, '');
  else writeCollection(sink, value, 0);
  endLine(sink);
  return sink.parts.join('');
}

const isCollection = (value: Json): value is JsonObject | readonly Json[] => typeof value === 'object' && value !== null;

const entriesOf = (object: JsonObject): [string, Json][] =>
  Object.entries(object)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .sort(([a], [b]) => compareKeys(a, b) || compareText(a, b));

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const isEmpty = (value: Json): boolean =>
  isCollection(value) && (isList(value) ? value.length === 0 : Object.values(value).every((item) => item === undefined));

/** The entries or items of a collection, each on a line of its own; the first may go on the line that is begun. */
function writeCollection(sink: Sink, value: JsonObject | readonly Json[], indent: number, isLineBegun = false): void {
  let isOnLine = isLineBegun;
  const beginEntry = (): void => {
    if (!isOnLine) endLine(sink);
    isOnLine = false;
    write(sink, ' '.repeat(indent - sink.column));
  };
  if (isList(value)) {
    for (const item of value) {
      beginEntry();
      write(sink, '-');
      writeAfterIndicator(sink, item, indent);
    }
    return;
  }
  for (const [key, item] of entriesOf(value)) {
    beginEntry();
    writeEntry(sink, key, item, indent);
  }
}

function writeEntry(sink: Sink, key: string, value: Json, indent: number): void {
  if (isSimpleKey(key)) {
    writeScalar(sink, key, { indent: indent + 2, isSimpleKey: true, lead: '' });
    write(sink, ':');
    if (!isCollection(value) || isEmpty(value)) writeInline(sink, value, indent, ' ');
    else writeCollection(sink, value, isList(value) ? indent : indent + 2);
    return;
  }
  write(sink, '?');
  writeInline(sink, key, indent, ' ');
  endLine(sink);
  write(sink, `${' '.repeat(indent)}:`);
  writeAfterIndicator(sink, value, indent);
}

const isSimpleKey = (key: string): boolean => !key.includes('\n') && new TextEncoder().encode(key).length <= LONGEST_SIMPLE_KEY;

/** After a dash, or the colon of a key with `?`: collections begin on the same line. */
function writeAfterIndicator(sink: Sink, value: Json, indent: number): void {
  if (isCollection(value) && !isEmpty(value)) writeCollection(sink, value, indent + 2, true);
  else writeInline(sink, value, indent, ' ');
}

/** A scalar or empty collection after `lead`; further lines of it are indented deeper than `indent`. */
function writeInline(sink: Sink, value: Json, indent: number, lead: string): void {
  if (typeof value === 'string') writeScalar(sink, value, { indent: indent + 2, isSimpleKey: false, lead });
  else write(sink, lead + (isCollection(value) ? (isList(value) ? '[]' : '{}') : atomText(value)));
}

function endLine(sink: Sink): void {
  if (sink.column === 0) return;
  sink.parts.push('\n');
  sink.column = 0;
}

function write(sink: Sink, text: string): void {
  sink.parts.push(text);
  sink.column += text.length;
}
