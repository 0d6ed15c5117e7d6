import { BLANK_OR_END, BREAK, BREAK_OR_END, CLASS_OF, NO_PLAIN_START, breakLength, isDocumentIndicator } from './characters.ts';
import { ReadProblem } from './problem.ts';
import { scanBlockScalar, scanPlainScalar, scanQuotedScalar } from './scan-scalar.ts';
import { scanAnchor, scanDirective, scanTag } from './scan-property.ts';
import { TOKEN_SIZE, Token, type TokenKind } from './token.ts';

/** As libyaml: an implicit key spans one line and at most this many characters. */
const LONGEST_SIMPLE_KEY = 1024;

/**
 * Splits one document into tokens as libyaml (go.yaml.in/yaml/v2) does, on demand. The order in which tokens are looked at
 * matters, because it decides which of several mistakes is reported.
 *
 * A token is `TOKEN_SIZE` numbers of `queue`: kind, start, end, index into `strings` or -1, and the flow level
 * whose possible implicit key it begins or -1.
 */
export class Scanner {
  readonly text: string;
  readonly units: Uint16Array;
  /** Scalars that are not a part of the text as they stand, names of tags. */
  readonly strings: string[] = [];
  pos: number;
  line = 0;
  lineStart: number;
  flowLevel = 0;
  indent = -1;
  simpleKeyAllowed = true;
  queue = new Int32Array(64 * TOKEN_SIZE);
  head = 0;

  private tail = 0;
  private parsed = 0;
  private available = false;
  private pendingKeyLevel = -1;
  private readonly indents: number[] = [];
  private readonly keyPossible: boolean[] = [false];
  private readonly keyRequired: boolean[] = [false];
  private readonly keyToken: number[] = [0];
  private readonly keyStart: number[] = [0];
  private readonly keyLine: number[] = [0];
  private readonly unreadable: { readonly from: number; readonly problem: ReadProblem } | undefined;

  /**
   * `units` are the code units of `text`, with a NUL where the document ends.
   * `unreadable` is what the input reader objects to once the text from `from` on is needed.
   */
  constructor(text: string, units: Uint16Array, start: number, unreadable?: { readonly from: number; readonly problem: ReadProblem }) {
    this.text = text;
    this.units = units;
    this.pos = start;
    this.lineStart = start;
    this.unreadable = unreadable;
  }

  /** Kind of the next token; its fields are at `head`. */
  peek(): TokenKind {
    if (!this.available) this.fetchMoreTokens();
    return this.queue[this.head] as TokenKind;
  }

  /** Takes the token that `peek` has shown. */
  skip(): void {
    this.available = false;
    this.parsed++;
    this.head += TOKEN_SIZE;
    if (this.head === this.tail) this.head = this.tail = 0;
  }

  /** Ends scanning; the message has the current line, `at` may be the start of what has no end. */
  fail(problem: string, at: number = this.pos): never {
    if (this.unreadable && this.pos >= this.unreadable.from) throw this.unreadable.problem;
    throw new ReadProblem(problem, at, this.line > 0 ? this.line + 1 : 0);
  }

  append(kind: TokenKind, start: number, end: number, string = -1): void {
    if (this.tail + TOKEN_SIZE > this.queue.length) this.makeRoom();
    const { queue, tail } = this;
    queue[tail] = kind;
    queue[tail + 1] = start;
    queue[tail + 2] = end;
    queue[tail + 3] = string;
    queue[tail + 4] = this.pendingKeyLevel;
    this.pendingKeyLevel = -1;
    this.tail = tail + TOKEN_SIZE;
  }

  private makeRoom(): void {
    if (this.head > this.queue.length / 2) {
      this.queue.copyWithin(0, this.head, this.tail);
    } else {
      const larger = new Int32Array(this.queue.length * 2);
      larger.set(this.queue.subarray(this.head, this.tail));
      this.queue = larger;
    }
    this.tail -= this.head;
    this.head = 0;
  }

  /** Puts a token before the one that has (or had) `number`; tokens that are gone cannot be preceded. */
  private insert(number: number, kind: TokenKind, at: number): void {
    this.append(kind, at, at);
    if (number < this.parsed) return;
    const offset = this.head + (number - this.parsed) * TOKEN_SIZE;
    const { queue } = this;
    for (let i = this.tail - 1; i >= offset + TOKEN_SIZE; i--) queue[i] = queue[i - TOKEN_SIZE] ?? 0;
    queue[offset] = kind;
    queue[offset + 1] = at;
    queue[offset + 2] = at;
    queue[offset + 3] = -1;
    queue[offset + 4] = -1;
  }

  private fetchMoreTokens(): void {
    for (;;) {
      if (this.head !== this.tail) {
        const level = this.queue[this.head + 4] ?? -1;
        if (level < 0 || level > this.flowLevel || !this.isPossibleKey(level)) break;
      }
      this.fetchNextToken();
      if (this.unreadable && this.pos >= this.unreadable.from) throw this.unreadable.problem;
    }
    this.available = true;
  }

  private fetchNextToken(): void {
    this.scanToNextToken();
    const { units, pos } = this;
    const column = pos - this.lineStart;
    if (this.flowLevel === 0 && this.indent > column) this.unrollIndent(column);
    if (this.unreadable && pos + 4 > this.unreadable.from) throw this.unreadable.problem;
    const code = units[pos] ?? 0;
    if (!((CLASS_OF[code] ?? 0) & NO_PLAIN_START) && !(code === 0x2e && column === 0)) return this.fetchPlainScalar();
    if (code === 0) return this.fetchStreamEnd();
    if (column === 0) {
      if (code === 0x25) return this.fetchDirective();
      if (isDocumentIndicator(units, pos)) return this.fetchDocumentIndicator(code === 0x2d ? Token.DocumentStart : Token.DocumentEnd);
    }
    const nextIsBlank = ((CLASS_OF[units[pos + 1] ?? 0] ?? 0) & BLANK_OR_END) !== 0;
    switch (code) {
      case 0x22:
      case 0x27:
        this.saveSimpleKey();
        this.simpleKeyAllowed = false;
        return scanQuotedScalar(this, code);
      case 0x2d:
        return nextIsBlank ? this.fetchBlockEntry() : this.fetchPlainScalar();
      case 0x3a:
        return this.flowLevel > 0 || nextIsBlank ? this.fetchValue() : this.fetchPlainScalar();
      case 0x3f:
        return this.flowLevel > 0 || nextIsBlank ? this.fetchKey() : this.fetchPlainScalar();
      case 0x7b:
        return this.fetchFlowStart(Token.FlowMappingStart);
      case 0x5b:
        return this.fetchFlowStart(Token.FlowSequenceStart);
      case 0x7d:
        return this.fetchFlowEnd(Token.FlowMappingEnd);
      case 0x5d:
        return this.fetchFlowEnd(Token.FlowSequenceEnd);
      case 0x2c:
        this.removeSimpleKey();
        this.simpleKeyAllowed = true;
        return this.appendIndicator(Token.FlowEntry, 1);
      case 0x2a:
      case 0x26:
        this.saveSimpleKey();
        this.simpleKeyAllowed = false;
        return scanAnchor(this, code === 0x2a ? Token.Alias : Token.Anchor);
      case 0x21:
        this.saveSimpleKey();
        this.simpleKeyAllowed = false;
        return scanTag(this);
      case 0x2e:
        return this.fetchPlainScalar();
      case 0x7c:
      case 0x3e:
        if (this.flowLevel > 0) break;
        this.removeSimpleKey();
        this.simpleKeyAllowed = true;
        return scanBlockScalar(this, code === 0x7c);
    }
    this.fail('found character that cannot start any token');
  }

  /** Tabs separate tokens except where indentation counts. */
  private scanToNextToken(): void {
    const { units } = this;
    let { pos } = this;
    for (;;) {
      const tabs = this.flowLevel > 0 || !this.simpleKeyAllowed;
      while (units[pos] === 0x20 || (tabs && units[pos] === 0x09)) pos++;
      if (units[pos] === 0x23) {
        while (!((CLASS_OF[units[pos] ?? 0] ?? 0) & BREAK_OR_END)) pos++;
      }
      if (!((CLASS_OF[units[pos] ?? 0] ?? 0) & BREAK)) break;
      pos += breakLength(units, pos);
      this.line++;
      this.lineStart = pos;
      if (this.flowLevel === 0) this.simpleKeyAllowed = true;
    }
    this.pos = pos;
  }

  private isPossibleKey(level: number): boolean {
    if (!this.keyPossible[level]) return false;
    const start = this.keyStart[level] ?? 0;
    if (
      (this.keyLine[level] ?? 0) < this.line ||
      (this.pos - start > LONGEST_SIMPLE_KEY && this.charactersSince(start) > LONGEST_SIMPLE_KEY)
    ) {
      if (this.keyRequired[level]) this.fail("could not find expected ':'", start);
      this.keyPossible[level] = false;
      return false;
    }
    return true;
  }

  private charactersSince(start: number): number {
    let count = 0;
    for (let i = start; i < this.pos && count <= LONGEST_SIMPLE_KEY; i++) if (((this.units[i] ?? 0) & 0xfc00) !== 0xdc00) count++;
    return count;
  }

  private saveSimpleKey(): void {
    if (!this.simpleKeyAllowed) return;
    this.removeSimpleKey();
    const level = this.flowLevel;
    this.keyPossible[level] = true;
    this.keyRequired[level] = level === 0 && this.indent === this.pos - this.lineStart;
    this.keyToken[level] = this.nextTokenNumber();
    this.keyStart[level] = this.pos;
    this.keyLine[level] = this.line;
    this.pendingKeyLevel = level;
  }

  private nextTokenNumber(): number {
    return this.parsed + (this.tail - this.head) / TOKEN_SIZE;
  }

  private removeSimpleKey(): void {
    const level = this.flowLevel;
    if (!this.keyPossible[level]) return;
    if (this.keyRequired[level]) this.fail("could not find expected ':'", this.keyStart[level]);
    this.keyPossible[level] = false;
    this.forgetKeyOf(this.keyToken[level] ?? 0);
  }

  private forgetKeyOf(token: number): void {
    const offset = this.head + (token - this.parsed) * TOKEN_SIZE;
    if (offset >= this.head && offset < this.tail) this.queue[offset + 4] = -1;
  }

  private rollIndent(column: number, number: number, kind: TokenKind, at: number): void {
    if (this.flowLevel > 0 || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (number < 0) this.append(kind, at, at);
    else this.insert(number, kind, at);
  }

  private unrollIndent(column: number): void {
    if (this.flowLevel > 0) return;
    while (this.indent > column) {
      this.append(Token.BlockEnd, this.pos, this.pos);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private fetchPlainScalar(): void {
    this.saveSimpleKey();
    this.simpleKeyAllowed = false;
    scanPlainScalar(this);
  }

  private fetchStreamEnd(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.append(Token.StreamEnd, this.pos, this.pos);
  }

  private fetchDirective(): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    scanDirective(this);
  }

  private fetchDocumentIndicator(kind: TokenKind): void {
    this.unrollIndent(-1);
    this.removeSimpleKey();
    this.simpleKeyAllowed = false;
    this.appendIndicator(kind, 3);
  }

  private fetchFlowStart(kind: TokenKind): void {
    this.saveSimpleKey();
    const number = this.nextTokenNumber();
    const level = ++this.flowLevel;
    this.keyPossible[level] = false;
    this.keyToken[level] = number;
    this.simpleKeyAllowed = true;
    this.appendIndicator(kind, 1);
  }

  private fetchFlowEnd(kind: TokenKind): void {
    this.removeSimpleKey();
    if (this.flowLevel > 0) {
      // An empty collection still has the number of its opening token here, so that it is no longer taken for a key.
      this.forgetKeyOf(this.keyToken[this.flowLevel] ?? 0);
      this.flowLevel--;
    }
    this.simpleKeyAllowed = false;
    this.appendIndicator(kind, 1);
  }

  private fetchBlockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fail('block sequence entries are not allowed in this context');
      this.rollIndent(this.pos - this.lineStart, -1, Token.BlockSequenceStart, this.pos);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = true;
    this.appendIndicator(Token.BlockEntry, 1);
  }

  private fetchKey(): void {
    if (this.flowLevel === 0) {
      if (!this.simpleKeyAllowed) this.fail('mapping keys are not allowed in this context');
      this.rollIndent(this.pos - this.lineStart, -1, Token.BlockMappingStart, this.pos);
    }
    this.removeSimpleKey();
    this.simpleKeyAllowed = this.flowLevel === 0;
    this.appendIndicator(Token.Key, 1);
  }

  private fetchValue(): void {
    const level = this.flowLevel;
    if (this.isPossibleKey(level)) {
      const start = this.keyStart[level] ?? 0;
      const number = this.keyToken[level] ?? 0;
      this.forgetKeyOf(number);
      this.insert(number, Token.Key, start);
      this.rollIndent(start - this.lineStart, number, Token.BlockMappingStart, start);
      this.keyPossible[level] = false;
      this.simpleKeyAllowed = false;
    } else {
      if (level === 0) {
        if (!this.simpleKeyAllowed) this.fail('mapping values are not allowed in this context');
        this.rollIndent(this.pos - this.lineStart, -1, Token.BlockMappingStart, this.pos);
      }
      this.simpleKeyAllowed = level === 0;
    }
    this.appendIndicator(Token.Value, 1);
  }

  private appendIndicator(kind: TokenKind, length: number): void {
    this.append(kind, this.pos, this.pos + length);
    this.pos += length;
  }
}
