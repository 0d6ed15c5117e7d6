import { elementsOf, root, type FieldPath, type PathElement } from '../model/field-path.ts';
import { isObject, type JsonObject } from '../model/json.ts';
import { nameOf } from '../yaml/syntax-tree.ts';
import { parsePathText } from '../yaml/path-text.ts';
import { goUnquote } from './go-unquote.ts';
import { otherNames } from './other-names.ts';

/**
 * The field of `value`, as its author wrote it, that the API server means by `field`, in a cause with `message`. The server names fields as its internal
 * types do, in Go's spelling at times, and leaves out which item of a list it is: the value that it quotes tells. What is not written at all keeps the
 * path that it would have.
 */
export function writtenPath(field: string, message: string, value: JsonObject): FieldPath {
  const walks = otherNames(field, value).map((text) => walk(value, parsePathText(text, value)));
  const best = walks.reduce((best, each) => (reach(each) > reach(best) ? each : best));
  const quoted = quotedValue(message);
  if (best.rest.length === 0) return best.at;
  if (quoted) {
    for (const { at, holder, rest } of [best, ...walks]) {
      const elsewhere = find(holder, rest, quoted, at, MOST_LEVELS);
      if (elsewhere) return elsewhere;
    }
  }
  return extend(best.at, withItem(best, message));
}

/** What a cause without a value says of items that it does not number is about the first that has, or lacks, the field. */
function withItem({ holder, rest }: Walk, message: string): readonly PathElement[] {
  const [element] = rest;
  if (!Array.isArray(holder) || !element || element.kind === 'index') return rest;
  const isMissed = message.startsWith('Required value');
  const i = holder.findIndex((item) => isObject(item) && (memberOf(item, element) === undefined) === isMissed);
  return i < 0 ? rest : [{ kind: 'index', index: i }, ...rest];
}

/** How far along a path there is something. */
interface Walk {
  readonly at: FieldPath;
  readonly depth: number;
  readonly holder: unknown;
  /** What is not there. */
  readonly rest: readonly PathElement[];
}

/** What is there to the end goes farthest. */
const reach = ({ depth, rest }: Walk): number => (rest.length === 0 ? Infinity : depth);

function walk(value: unknown, path: FieldPath): Walk {
  const elements = elementsOf(path);
  let at: FieldPath = root;
  let holder = value;
  for (const [depth, element] of elements.entries()) {
    const known = memberOf(holder, element) ?? spelledOtherwise(holder, element);
    if (!known) return { at, depth, holder, rest: elements.slice(depth) };
    at = { parent: at, element: known.element };
    holder = known.value;
  }
  return { at, depth: elements.length, holder, rest: [] };
}

const extend = (at: FieldPath, rest: readonly PathElement[]): FieldPath => rest.reduce((parent, element) => ({ parent, element }), at);

interface Member {
  readonly element: PathElement;
  readonly value: unknown;
}

function memberOf(holder: unknown, element: PathElement): Member | undefined {
  if (Array.isArray(holder))
    return element.kind === 'index' && element.index < holder.length ? { element, value: holder[element.index] } : undefined;
  const name = nameOf(element);
  return isObject(holder) && Object.hasOwn(holder, name) ? { element, value: holder[name] } : undefined;
}

/** `HostPID` for `hostPID`. */
function spelledOtherwise(holder: unknown, element: PathElement): Member | undefined {
  if (!isObject(holder) || element.kind !== 'field') return undefined;
  const name = Object.keys(holder).find((each) => each.toLowerCase() === element.name.toLowerCase());
  return name === undefined ? undefined : { element: { kind: 'field', name }, value: holder[name] };
}

/** How much deeper than where the server says a value is looked for. */
const MOST_LEVELS = 4;

/** The first place below `holder` where `rest` leads to the value that the server quotes. */
function find(holder: unknown, rest: readonly PathElement[], quoted: Quoted, at: FieldPath, levels: number): FieldPath | undefined {
  if (levels === 0) return undefined;
  for (const { element, value } of membersOf(holder)) {
    const inside: FieldPath = { parent: at, element };
    const found = hasValue(value, rest, quoted) ? extend(inside, rest) : undefined;
    const place = found ?? find(value, rest, quoted, inside, levels - 1);
    if (place) return place;
  }
  return undefined;
}

function membersOf(holder: unknown): Member[] {
  if (Array.isArray(holder)) return holder.map((value: unknown, i) => ({ element: { kind: 'index', index: i }, value }));
  return isObject(holder) ? Object.entries(holder).map(([name, value]) => ({ element: { kind: 'field', name }, value })) : [];
}

function hasValue(value: unknown, rest: readonly PathElement[], quoted: Quoted): boolean {
  let at = value;
  for (const element of rest) {
    const member = memberOf(at, element);
    if (!member) return false;
    at = member.value;
  }
  return Array.isArray(at) ? at.includes(quoted.value) : at === quoted.value;
}

/** The value that a cause quotes, where it is a scalar. */
interface Quoted {
  readonly value: string | number | boolean;
}

function quotedValue(message: string): Quoted | undefined {
  const [, text, plain] = /^[A-Z][a-z]+ value: (?:"((?:[^"\\]|\\.)*)"|(true|false|-?\d+(?:\.\d+)?))/.exec(message) ?? [];
  if (text !== undefined) return { value: goUnquote(text) };
  if (plain === undefined) return undefined;
  return { value: plain === 'true' || (plain === 'false' ? false : Number(plain)) };
}
