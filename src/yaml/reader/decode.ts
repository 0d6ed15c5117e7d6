import { setOwn, type Json } from '../../model/json.ts';
import { goSyntax, keyText } from './go-syntax.ts';
import { ReadProblem } from './problem.ts';
import { DEEPEST_NESTING } from './parser.ts';
import { mayResolve, resolveScalar, resolveTagged, type Scalar } from './resolve-scalar.ts';
import { EVENT_SIZE, Event, type Tape } from './tape.ts';

/** A key that a mapping has already, as offsets into the file. */
export interface RepeatedKey {
  /** The key as Go's `%#v` prints it. */
  readonly key: string;
  /** The event of the key, and of its value, which is where go-yaml counts the line. */
  readonly keyAt: number;
  readonly valueAt: number;
  /** The event of the key or merge key that set it first. */
  readonly firstAt: number;
}

export interface Decoded {
  readonly value: Json;
  readonly repeatedKeys: readonly RepeatedKey[];
  readonly hasBigInt: boolean;
  /** What sigs.k8s.io/yaml objects to on the way to JSON. */
  readonly conversionProblem: { readonly message: string; readonly at: number } | undefined;
}

/** Value of a parsed document, as go-yaml v2 decodes it into `interface{}` and sigs.k8s.io/yaml turns it into JSON. Throws `ReadProblem`. */
export function decodeTape(tape: Tape, text: string, units: Uint16Array): Decoded {
  return new Decoder(tape, text, units).decode();
}

type JsonMap = Record<string, Json>;

class Decoder {
  private readonly events: Int32Array;
  private readonly strings: readonly string[];
  private readonly text: string;
  private readonly units: Uint16Array;
  private cursor = 0;
  private depth = 0;
  private decodeCount = 1;
  private aliasCount = 0;
  private readonly openAliases = new Set<number>();
  private readonly repeatedKeys: RepeatedKey[] = [];
  /** Keys by type and value, of objects that have keys other than texts: `1` and `"1"` are not the same key. */
  private readonly typedKeys = new Map<JsonMap, Set<string>>();
  private readonly keySites = new Map<number, Map<string, number>>();
  private hasBigInt = false;
  private conversionProblem: { message: string; at: number } | undefined;
  private notFiniteAt = -1;

  constructor(tape: Tape, text: string, units: Uint16Array) {
    this.events = tape.events;
    this.strings = tape.strings;
    this.text = text;
    this.units = units;
  }

  decode(): Decoded {
    const value = this.value();
    if (this.notFiniteAt >= 0 && !this.conversionProblem) {
      this.conversionProblem = { message: `json: unsupported value: ${firstNotFinite(value) ?? 'NaN'}`, at: this.notFiniteAt };
    }
    return { value, repeatedKeys: this.repeatedKeys, hasBigInt: this.hasBigInt, conversionProblem: this.conversionProblem };
  }

  private startOf(at: number): number {
    return this.events[at + 1] ?? 0;
  }

  private count(): void {
    this.decodeCount++;
    if (this.openAliases.size > 0) this.aliasCount++;
    if (this.aliasCount > 100 && this.decodeCount > 1000 && this.aliasCount / this.decodeCount > allowedAliasRatio(this.decodeCount)) {
      throw new ReadProblem('document contains excessive aliasing', this.startOf(this.cursor));
    }
  }

  private value(): Json {
    this.count();
    const at = this.cursor;
    switch (this.events[at]) {
      case Event.Plain: {
        this.cursor = at + EVENT_SIZE;
        const start = this.events[at + 1] ?? 0;
        const isSlice = (this.events[at + 3] ?? 0) < 0;
        if (isSlice && start < (this.events[at + 2] ?? 0) && !mayResolve(this.units[start] ?? 0))
          return this.text.slice(start, this.events[at + 2]);
        return this.noted(resolveScalar(this.scalarText(at)), at);
      }
      case Event.Quoted:
      case Event.Block:
        this.cursor = at + EVENT_SIZE;
        return this.scalarText(at);
      case Event.Tagged:
        this.cursor = at + EVENT_SIZE;
        return this.noted(this.tagged(at), at);
      case Event.Alias:
        return this.followAlias(at, () => this.value());
      case Event.SequenceStart:
        return this.sequence();
      default:
        return this.mapping({});
    }
  }

  private noted({ value }: Scalar, at: number): Json {
    if (typeof value === 'bigint') this.hasBigInt = true;
    else if (typeof value === 'number' && !Number.isFinite(value) && this.notFiniteAt < 0) this.notFiniteAt = this.startOf(at);
    return value;
  }

  private scalarText(at: number): string {
    const string = this.events[at + 3] ?? -1;
    if (string >= 0) return this.strings[string] ?? '';
    const quotes = this.events[at] === Event.Quoted ? 1 : 0;
    return this.text.slice(this.startOf(at) + quotes, (this.events[at + 2] ?? 0) - quotes);
  }

  private tagged(at: number): Scalar {
    const string = this.events[at + 3] ?? 0;
    const resolved = resolveTagged(this.strings[string] ?? '', this.strings[string + 1] ?? '');
    if ('problem' in resolved) throw new ReadProblem(resolved.problem, this.startOf(at));
    return resolved;
  }

  private followAlias<T>(at: number, decode: () => T): T {
    if (this.openAliases.has(at)) {
      throw new ReadProblem(
        `anchor '${this.text.slice(this.startOf(at) + 1, this.events[at + 2])}' value contains itself`,
        this.startOf(at),
      );
    }
    this.openAliases.add(at);
    this.cursor = this.events[at + 3] ?? 0;
    const decoded = decode();
    this.openAliases.delete(at);
    this.cursor = at + EVENT_SIZE;
    return decoded;
  }

  private descend(): void {
    if (++this.depth > DEEPEST_NESTING) throw new ReadProblem(`exceeded max depth of ${DEEPEST_NESTING}`, this.startOf(this.cursor));
  }

  private sequence(): Json[] {
    this.descend();
    const items: Json[] = [];
    this.cursor += EVENT_SIZE;
    while (this.events[this.cursor] !== Event.SequenceEnd) items.push(this.value());
    this.cursor += EVENT_SIZE;
    this.depth--;
    return items;
  }

  /** Sets the mapping at the cursor's keys in `out`, which has others already where mappings are merged. */
  private mapping(out: JsonMap): JsonMap {
    this.descend();
    const mappingAt = this.cursor;
    const { events } = this;
    this.cursor += EVENT_SIZE;
    while (events[this.cursor] !== Event.MappingEnd) {
      const keyAt = this.cursor;
      const kind = events[keyAt];
      if (this.isMerge(keyAt)) {
        this.cursor += EVENT_SIZE;
        this.merge(out);
        continue;
      }
      this.count();
      const start = events[keyAt + 1] ?? 0;
      const isText =
        (kind === Event.Plain && (events[keyAt + 3] ?? 0) < 0 && start < (events[keyAt + 2] ?? 0) && !mayResolve(this.units[start] ?? 0)) ||
        kind === Event.Quoted;
      if (isText) {
        this.cursor = keyAt + EVENT_SIZE;
        this.set(out, this.scalarText(keyAt), mappingAt, keyAt);
      } else this.setTyped(out, this.key(), mappingAt, keyAt);
    }
    this.cursor += EVENT_SIZE;
    this.depth--;
    return out;
  }

  private set(out: JsonMap, key: string, mappingAt: number, keyAt: number): void {
    const valueAt = this.cursor;
    const value = this.value();
    if (out[key] !== undefined && Object.hasOwn(out, key)) this.repeated(out, `string:${key}`, goSyntax(key), mappingAt, keyAt, valueAt);
    else if (this.typedKeys.size > 0) this.typedKeys.get(out)?.add(`string:${key}`);
    if (key === '__proto__') setOwn(out, key, value);
    else out[key] = value;
  }

  /** A key that may be something else than a text, by `keyText` a property all the same. */
  private setTyped(out: JsonMap, key: Scalar, mappingAt: number, keyAt: number): void {
    if (key.type === 'string') return this.set(out, String(key.value), mappingAt, keyAt);
    const valueAt = this.cursor;
    const value = this.value();
    const text = keyText(key);
    if (text === undefined) {
      const [type, shown] = key.type === 'null' ? ['%!s(<nil>)', '<nil>'] : ['uint64', goSyntax(key.value)];
      this.conversionProblem ??= {
        message: `unsupported map key of type: ${type}, key: ${shown}, value: ${goSyntax(value)}`,
        at: this.startOf(keyAt),
      };
      return;
    }
    const known = this.typedKeys.get(out) ?? new Set(Object.keys(out).map((name) => `string:${name}`));
    this.typedKeys.set(out, known);
    const id = `${key.type}:${String(key.value)}`;
    if (known.has(id) && !Number.isNaN(key.value)) this.repeated(out, id, goSyntax(key.value), mappingAt, keyAt, valueAt);
    known.add(id);
    setOwn(out, text, value);
  }

  private repeated(out: JsonMap, id: string, key: string, mappingAt: number, keyAt: number, valueAt: number): void {
    const known = this.typedKeys.get(out);
    if (known && !known.has(id)) return void known.add(id);
    const first = this.keySite(mappingAt, id);
    this.repeatedKeys.push({
      key,
      keyAt,
      valueAt,
      firstAt: first === undefined || first >= keyAt ? (this.keySite(mappingAt, '<<') ?? keyAt) : first,
    });
  }

  /** The key event of a mapping that first has the key `id`; `<<` is the merge key. */
  private keySite(mappingAt: number, id: string): number | undefined {
    let sites = this.keySites.get(mappingAt);
    if (!sites) {
      sites = new Map<string, number>();
      for (let at = mappingAt + EVENT_SIZE; this.events[at] !== Event.MappingEnd; at = this.next(this.next(at))) {
        const site = this.isMerge(at) ? '<<' : this.keyId(at);
        if (site !== undefined && !sites.has(site)) sites.set(site, at);
      }
      this.keySites.set(mappingAt, sites);
    }
    return sites.get(id);
  }

  private keyId(at: number): string | undefined {
    const kind = this.events[at];
    if (kind === Event.Quoted || kind === Event.Block) return `string:${this.scalarText(at)}`;
    if (kind !== Event.Plain && kind !== Event.Tagged) return undefined;
    const { type, value } = kind === Event.Plain ? resolveScalar(this.scalarText(at)) : this.tagged(at);
    return `${type}:${String(value)}`;
  }

  /** The event after the node at `at`. */
  private next(at: number): number {
    let open = 0;
    do {
      const kind = this.events[at];
      if (kind === Event.SequenceStart || kind === Event.MappingStart) open++;
      else if (kind === Event.SequenceEnd || kind === Event.MappingEnd) open--;
      at += EVENT_SIZE;
    } while (open > 0);
    return at;
  }

  private key(): Scalar {
    const at = this.cursor;
    switch (this.events[at]) {
      case Event.Plain:
        this.cursor = at + EVENT_SIZE;
        return resolveScalar(this.scalarText(at));
      case Event.Tagged:
        this.cursor = at + EVENT_SIZE;
        return this.tagged(at);
      case Event.Block:
        this.cursor = at + EVENT_SIZE;
        return { type: 'string', value: this.scalarText(at) };
      case Event.Alias:
        return this.followAlias(at, () => {
          this.count();
          return this.key();
        });
    }
    const isSequence = this.events[at] === Event.SequenceStart;
    const value = isSequence ? this.sequence() : this.mapping({});
    throw new ReadProblem(`invalid map key: ${goSyntax(value)}`, this.startOf(at));
  }

  private isMerge(at: number): boolean {
    const kind = this.events[at];
    if (kind === Event.Plain) {
      const start = this.startOf(at);
      return (this.units[start] === 0x3c || (this.events[at + 3] ?? 0) >= 0) && this.scalarText(at) === '<<';
    }
    if (kind !== Event.Tagged) return false;
    const string = this.events[at + 3] ?? 0;
    return this.strings[string] === '<<' && (this.strings[string + 1] === '!' || this.strings[string + 1] === 'tag:yaml.org,2002:merge');
  }

  /** `<<`: the keys of a mapping or of several, the first of which wins. Unlike in YAML, they win over keys that stand before. */
  private merge(out: JsonMap): void {
    const at = this.cursor;
    if (this.events[at] !== Event.SequenceStart) {
      this.mergeOne(out, at);
      this.cursor = this.next(at);
      return;
    }
    const items: number[] = [];
    let item = at + EVENT_SIZE;
    for (; this.events[item] !== Event.SequenceEnd; item = this.next(item)) items.push(item);
    for (const one of items.reverse()) this.mergeOne(out, one);
    this.cursor = item + EVENT_SIZE;
  }

  private mergeOne(out: JsonMap, at: number): void {
    this.cursor = at;
    const isAlias = this.events[at] === Event.Alias;
    if (this.events[isAlias ? (this.events[at + 3] ?? 0) : at] !== Event.MappingStart) {
      throw new ReadProblem('map merge requires map or sequence of maps as the value', this.startOf(at));
    }
    this.count();
    if (!isAlias) this.mapping(out);
    else
      this.followAlias(at, () => {
        this.count();
        this.mapping(out);
      });
  }
}

/** Share of decoding that may come from aliases: 99 % in small documents, 10 % in those of over 4,000,000 values. */
function allowedAliasRatio(decodeCount: number): number {
  if (decodeCount <= 400_000) return 0.99;
  if (decodeCount >= 4_000_000) return 0.1;
  return 0.99 - 0.89 * ((decodeCount - 400_000) / 3_600_000);
}

/** The infinity or NaN that comes first when keys are sorted, as Go prints it. */
function firstNotFinite(value: Json): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (typeof value !== 'object' || value === null) return undefined;
  const items: (Json | undefined)[] = Array.isArray(value)
    ? value
    : Object.keys(value)
        .sort()
        .map((key) => (value as JsonMap)[key]);
  for (const item of items) {
    const found = item === undefined ? undefined : firstNotFinite(item);
    if (found) return found;
  }
  return undefined;
}
