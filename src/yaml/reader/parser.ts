import { CLASS_OF, BREAK, breakLength } from './characters.ts';
import { ReadProblem } from './problem.ts';
import type { Scanner } from './scanner.ts';
import { EVENT_SIZE, Event, type EventKind, type Tape } from './tape.ts';
import { Token, type TokenKind } from './token.ts';

/**
 * Collections within collections that a document may have. go-yaml allows 10,000; everything that walks
 * values does so recursively, and no manifest comes near.
 */
export const DEEPEST_NESTING = 1000;

/** What the parser expects next; the names are those of the grammar's places. */
const State = {
  DocumentEnd: 0,
  BlockSequenceEntry: 1,
  IndentlessSequenceEntry: 2,
  BlockMappingKey: 3,
  BlockMappingValue: 4,
  FlowSequenceFirstEntry: 5,
  FlowSequenceEntry: 6,
  FlowSequencePairKey: 7,
  FlowSequencePairValue: 8,
  FlowSequencePairEnd: 9,
  FlowMappingFirstKey: 10,
  FlowMappingKey: 11,
  FlowMappingValue: 12,
  FlowMappingEmptyValue: 13,
} as const;
type StateKind = (typeof State)[keyof typeof State];

/** Reads the first document of what `scanner` gives; undefined when there is none. Throws `ReadProblem`. */
export function parseDocument(scanner: Scanner, start: number): Tape | undefined {
  return new Parser(scanner, start).parse();
}

/** libyaml's grammar as a loop with an explicit stack, so that deep nesting costs no call stack. */
class Parser {
  private readonly scanner: Scanner;
  private readonly documentStart: number;
  private events = new Int32Array(256 * EVENT_SIZE);
  private length = 0;
  private readonly states: StateKind[] = [];
  /** Where each open collection starts, for the line in messages. */
  private readonly marks: number[] = [];
  private depth = 0;
  private readonly anchors = new Map<string, number>();
  private readonly tagPrefixes = new Map<string, string>();

  constructor(scanner: Scanner, documentStart: number) {
    this.scanner = scanner;
    this.documentStart = documentStart;
  }

  parse(): Tape | undefined {
    const { scanner } = this;
    const first = scanner.peek();
    if (first === Token.StreamEnd) return undefined;
    if (first === Token.VersionDirective || first === Token.TagDirective || first === Token.DocumentStart) {
      this.readDirectives();
      if (scanner.peek() !== Token.DocumentStart) this.fail('did not find expected <document start>');
      scanner.skip();
      const kind = scanner.peek();
      this.states.push(State.DocumentEnd);
      if (kind <= Token.DocumentEnd) {
        this.states.pop();
        this.emptyScalar(this.tokenStart());
        return this.tape();
      }
    } else this.states.push(State.DocumentEnd);
    this.parseNode(true, false);
    for (;;) {
      const state = this.states.pop();
      if (state === undefined || state === State.DocumentEnd) break;
      this.step(state);
    }
    // The token after the document is looked at, and what is wrong with it reported; what follows it is not read.
    scanner.peek();
    return this.tape();
  }

  private tape(): Tape {
    return { events: this.events, length: this.length, strings: this.scanner.strings };
  }

  private step(state: Exclude<StateKind, typeof State.DocumentEnd>): void {
    switch (state) {
      case State.BlockSequenceEntry:
        return this.blockSequenceEntry();
      case State.IndentlessSequenceEntry:
        return this.indentlessSequenceEntry();
      case State.BlockMappingKey:
        return this.blockMappingKey();
      case State.BlockMappingValue:
        return this.blockMappingValue();
      case State.FlowSequenceFirstEntry:
        return this.flowSequenceEntry(true);
      case State.FlowSequenceEntry:
        return this.flowSequenceEntry(false);
      case State.FlowSequencePairKey:
        return this.flowSequencePairKey();
      case State.FlowSequencePairValue:
        return this.flowSequencePairValue();
      case State.FlowSequencePairEnd:
        this.scanner.peek();
        this.states.push(State.FlowSequenceEntry);
        return this.endCollection(Event.MappingEnd, this.tokenStart(), this.tokenStart());
      case State.FlowMappingFirstKey:
        return this.flowMappingKey(true);
      case State.FlowMappingKey:
        return this.flowMappingKey(false);
      case State.FlowMappingValue:
        return this.flowMappingValue();
      case State.FlowMappingEmptyValue:
        this.scanner.peek();
        this.states.push(State.FlowMappingKey);
        return this.emptyScalar(this.tokenStart());
    }
  }

  private tokenStart(): number {
    return this.scanner.queue[this.scanner.head + 1] ?? 0;
  }
  private tokenEnd(): number {
    return this.scanner.queue[this.scanner.head + 2] ?? 0;
  }
  private tokenString(): number {
    return this.scanner.queue[this.scanner.head + 3] ?? -1;
  }

  private emit(kind: EventKind, start: number, end: number, fourth: number): void {
    if (this.length + EVENT_SIZE > this.events.length) {
      const larger = new Int32Array(this.events.length * 2);
      larger.set(this.events);
      this.events = larger;
    }
    const { events, length } = this;
    events[length] = kind;
    events[length + 1] = start;
    events[length + 2] = end;
    events[length + 3] = fourth;
    this.length = length + EVENT_SIZE;
  }

  private emptyScalar(at: number): void {
    this.emit(Event.Plain, at, at, -1);
  }

  private startCollection(kind: typeof Event.SequenceStart | typeof Event.MappingStart, start: number): void {
    this.emit(kind, start, this.tokenEnd(), 0);
    if (++this.depth > DEEPEST_NESTING) this.fail(`exceeded max depth of ${DEEPEST_NESTING}`);
  }

  private endCollection(kind: typeof Event.SequenceEnd | typeof Event.MappingEnd, start: number, end: number): void {
    this.emit(kind, start, end, 0);
    this.depth--;
  }

  /** As go-yaml numbers lines: a mistake of the grammar gets the line before, and none on the first line unless its collection started later. */
  private fail(problem: string, context = this.tokenStart()): never {
    const at = this.tokenStart();
    throw new ReadProblem(problem, at, this.lineOf(at) || this.lineOf(context), context);
  }

  private lineOf(offset: number): number {
    const { units } = this.scanner;
    let line = 0;
    for (let at = this.documentStart; at < offset;) {
      if ((CLASS_OF[units[at] ?? 0] ?? 0) & BREAK) {
        at += breakLength(units, at);
        line++;
      } else at++;
    }
    return line;
  }

  /** Leaves the state to go on with on `states`; an alias or scalar is done at once. */
  private parseNode(block: boolean, indentless: boolean): void {
    const { scanner } = this;
    let kind = scanner.peek();
    if (kind === Token.PlainScalar || kind === Token.QuotedScalar || kind === Token.BlockScalar) {
      const event = kind === Token.PlainScalar ? Event.Plain : kind === Token.QuotedScalar ? Event.Quoted : Event.Block;
      this.emit(event, this.tokenStart(), this.tokenEnd(), this.tokenString());
      return scanner.skip();
    }
    const start = this.tokenStart();
    if (kind === Token.Alias) return this.alias();
    let tag = '';
    let end = start;
    if (kind === Token.Anchor || kind === Token.Tag) {
      ({ tag, end } = this.readProperties(start));
      kind = scanner.peek();
    }
    switch (kind) {
      case Token.BlockEntry:
        if (!indentless) break;
        this.startCollection(Event.SequenceStart, start);
        this.states.push(State.IndentlessSequenceEntry);
        return;
      case Token.PlainScalar:
      case Token.QuotedScalar:
      case Token.BlockScalar:
        this.scalarWithProperties(kind, start, tag);
        return scanner.skip();
      case Token.FlowSequenceStart:
        return this.enter(Event.SequenceStart, start, State.FlowSequenceFirstEntry);
      case Token.FlowMappingStart:
        return this.enter(Event.MappingStart, start, State.FlowMappingFirstKey);
      case Token.BlockSequenceStart:
        if (!block) break;
        return this.enter(Event.SequenceStart, start, State.BlockSequenceEntry);
      case Token.BlockMappingStart:
        if (!block) break;
        return this.enter(Event.MappingStart, start, State.BlockMappingKey);
    }
    if (end === start) this.fail('did not find expected node content', start);
    if (tag === '') this.emptyScalarAt(start, end);
    else this.emit(Event.Tagged, start, end, this.addStrings('', tag));
  }

  /** An empty scalar that has an anchor: its range is the anchor's, its value empty. */
  private emptyScalarAt(start: number, end: number): void {
    this.emit(Event.Plain, start, end, this.addStrings(''));
  }

  private addStrings(...strings: readonly string[]): number {
    return this.scanner.strings.push(...strings) - strings.length;
  }

  private enter(kind: typeof Event.SequenceStart | typeof Event.MappingStart, start: number, state: StateKind): void {
    this.startCollection(kind, start);
    this.marks.push(this.tokenStart());
    this.scanner.skip();
    this.states.push(state);
  }

  private alias(): void {
    const name = this.scanner.strings[this.tokenString()] ?? '';
    const target = this.anchors.get(name);
    if (target === undefined) throw new ReadProblem(`unknown anchor '${name}' referenced`, this.tokenStart());
    this.emit(Event.Alias, this.tokenStart(), this.tokenEnd(), target);
    this.scanner.skip();
  }

  private scalarWithProperties(kind: TokenKind, start: number, tag: string): void {
    const { scanner } = this;
    const string = this.tokenString();
    const quotes = kind === Token.QuotedScalar ? 1 : 0;
    const value = string >= 0 ? (scanner.strings[string] ?? '') : scanner.text.slice(this.tokenStart() + quotes, this.tokenEnd() - quotes);
    if (tag !== '') this.emit(Event.Tagged, start, this.tokenEnd(), this.addStrings(value, tag));
    else this.emit(kind === Token.PlainScalar ? Event.Plain : Event.Quoted, start, this.tokenEnd(), this.addStrings(value));
  }

  /** An anchor, a tag or both, in either order. The anchor names the event that comes next. */
  private readProperties(start: number): { tag: string; end: number } {
    const { scanner } = this;
    let tag: string | undefined;
    let anchor: string | undefined;
    let tagAt = start;
    let end = start;
    for (let kind = scanner.peek(); ; kind = scanner.peek()) {
      if (kind === Token.Anchor && anchor === undefined) anchor = scanner.strings[this.tokenString()] ?? '';
      else if (kind === Token.Tag && tag === undefined) {
        tagAt = this.tokenStart();
        tag = this.resolveTag(this.tokenString());
      } else break;
      end = this.tokenEnd();
      scanner.skip();
    }
    if (tag === '') throw new ReadProblem('found undefined tag handle', tagAt, this.lineOf(tagAt) || this.lineOf(start));
    if (anchor !== undefined) this.anchors.set(anchor, this.length);
    return { tag: tag ?? '', end };
  }

  /** Empty when the handle is not known. */
  private resolveTag(string: number): string {
    const handle = this.scanner.strings[string] ?? '';
    const suffix = this.scanner.strings[string + 1] ?? '';
    if (handle === '') return suffix;
    const prefix = this.tagPrefixes.get(handle) ?? (handle === '!' ? '!' : handle === '!!' ? 'tag:yaml.org,2002:' : undefined);
    return prefix === undefined ? '' : prefix + suffix;
  }

  private blockSequenceEntry(): void {
    const { scanner } = this;
    const kind = scanner.peek();
    if (kind === Token.BlockEntry) {
      const end = this.tokenEnd();
      scanner.skip();
      this.states.push(State.BlockSequenceEntry);
      const next = scanner.peek();
      if (next === Token.BlockEntry || next === Token.BlockEnd) this.emptyScalar(end);
      else this.parseNode(true, false);
      return;
    }
    if (kind !== Token.BlockEnd) this.fail("did not find expected '-' indicator", this.marks.at(-1));
    this.leave(Event.SequenceEnd);
  }

  private leave(kind: typeof Event.SequenceEnd | typeof Event.MappingEnd): void {
    this.endCollection(kind, this.tokenStart(), this.tokenEnd());
    this.marks.pop();
    this.scanner.skip();
  }

  private indentlessSequenceEntry(): void {
    const { scanner } = this;
    if (scanner.peek() !== Token.BlockEntry) return this.endCollection(Event.SequenceEnd, this.tokenStart(), this.tokenStart());
    const end = this.tokenEnd();
    scanner.skip();
    this.states.push(State.IndentlessSequenceEntry);
    const next = scanner.peek();
    if (next === Token.BlockEntry || next === Token.Key || next === Token.Value || next === Token.BlockEnd) this.emptyScalar(end);
    else this.parseNode(true, false);
  }

  private blockMappingKey(): void {
    const { scanner } = this;
    const kind = scanner.peek();
    if (kind === Token.Key) {
      const end = this.tokenEnd();
      scanner.skip();
      this.states.push(State.BlockMappingValue);
      const next = scanner.peek();
      if (next === Token.Key || next === Token.Value || next === Token.BlockEnd) this.emptyScalar(end);
      else this.parseNode(true, true);
      return;
    }
    if (kind !== Token.BlockEnd) this.fail('did not find expected key', this.marks.at(-1));
    this.leave(Event.MappingEnd);
  }

  private blockMappingValue(): void {
    const { scanner } = this;
    this.states.push(State.BlockMappingKey);
    if (scanner.peek() !== Token.Value) return this.emptyScalar(this.tokenStart());
    const end = this.tokenEnd();
    scanner.skip();
    const next = scanner.peek();
    if (next === Token.Key || next === Token.Value || next === Token.BlockEnd) this.emptyScalar(end);
    else this.parseNode(true, true);
  }

  private flowSequenceEntry(first: boolean): void {
    const { scanner } = this;
    let kind = scanner.peek();
    if (kind !== Token.FlowSequenceEnd) {
      if (!first) {
        if (kind !== Token.FlowEntry) this.fail("did not find expected ',' or ']'", this.marks.at(-1));
        scanner.skip();
        kind = scanner.peek();
      }
      if (kind === Token.Key) {
        this.startCollection(Event.MappingStart, this.tokenStart());
        scanner.skip();
        this.states.push(State.FlowSequencePairKey);
        return;
      }
      if (kind !== Token.FlowSequenceEnd) {
        this.states.push(State.FlowSequenceEntry);
        return this.parseNode(false, false);
      }
    }
    this.leave(Event.SequenceEnd);
  }

  /** As libyaml: an empty key of a pair swallows the token that shows that it is empty. */
  private flowSequencePairKey(): void {
    const { scanner } = this;
    const kind = scanner.peek();
    this.states.push(State.FlowSequencePairValue);
    if (kind !== Token.Value && kind !== Token.FlowEntry && kind !== Token.FlowSequenceEnd) return this.parseNode(false, false);
    this.emptyScalar(this.tokenEnd());
    scanner.skip();
  }

  private flowSequencePairValue(): void {
    this.states.push(State.FlowSequencePairEnd);
    this.flowValue(Token.FlowSequenceEnd);
  }

  private flowMappingKey(first: boolean): void {
    const { scanner } = this;
    let kind = scanner.peek();
    if (kind !== Token.FlowMappingEnd) {
      if (!first) {
        if (kind !== Token.FlowEntry) this.fail("did not find expected ',' or '}'", this.marks.at(-1));
        scanner.skip();
        kind = scanner.peek();
      }
      if (kind === Token.Key) {
        scanner.skip();
        kind = scanner.peek();
        this.states.push(State.FlowMappingValue);
        if (kind === Token.Value || kind === Token.FlowEntry || kind === Token.FlowMappingEnd) return this.emptyScalar(this.tokenStart());
        return this.parseNode(false, false);
      }
      if (kind !== Token.FlowMappingEnd) {
        this.states.push(State.FlowMappingEmptyValue);
        return this.parseNode(false, false);
      }
    }
    this.leave(Event.MappingEnd);
  }

  private flowMappingValue(): void {
    this.states.push(State.FlowMappingKey);
    this.flowValue(Token.FlowMappingEnd);
  }

  private flowValue(end: TokenKind): void {
    const { scanner } = this;
    if (scanner.peek() === Token.Value) {
      scanner.skip();
      const kind = scanner.peek();
      if (kind !== Token.FlowEntry && kind !== end) return this.parseNode(false, false);
    }
    this.emptyScalar(this.tokenStart());
  }

  private readDirectives(): void {
    const { scanner } = this;
    let hasVersion = false;
    for (let kind = scanner.peek(); kind === Token.VersionDirective || kind === Token.TagDirective; kind = scanner.peek()) {
      const first = scanner.strings[this.tokenString()] ?? '';
      const second = scanner.strings[this.tokenString() + 1] ?? '';
      if (kind === Token.VersionDirective) {
        if (hasVersion) this.fail('found duplicate %YAML directive');
        if (first !== '1' || second !== '1') this.fail('found incompatible YAML document');
        hasVersion = true;
      } else {
        if (this.tagPrefixes.has(first)) this.fail('found duplicate %TAG directive');
        this.tagPrefixes.set(first, second);
      }
      scanner.skip();
    }
  }
}
