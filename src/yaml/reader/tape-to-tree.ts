import type { TextRange } from '../../text/offset.ts';
import { entryOf, type Entry, type SyntaxNode } from '../syntax-node.ts';
import { EVENT_SIZE, Event, type Tape } from './tape.ts';

/** The nodes of a parsed document, ranges as offsets into `text`. */
export function treeOfTape(tape: Tape, text: string): SyntaxNode {
  return new TreeBuilder(tape, text).node(false);
}

class TreeBuilder {
  private readonly events: Int32Array;
  private readonly strings: readonly string[];
  private readonly text: string;
  private readonly anchored = new Map<number, SyntaxNode | undefined>();
  private cursor = 0;

  constructor(tape: Tape, text: string) {
    this.events = tape.events;
    this.strings = tape.strings;
    this.text = text;
    for (let at = 0; at < tape.length; at += EVENT_SIZE) {
      if (tape.events[at] === Event.Alias) this.anchored.set(tape.events[at + 3] ?? 0, undefined);
    }
  }

  node(inFlow: boolean): SyntaxNode {
    const at = this.cursor;
    const range = { start: this.events[at + 1] ?? 0, end: this.events[at + 2] ?? 0 };
    const fourth = this.events[at + 3] ?? -1;
    this.cursor = at + EVENT_SIZE;
    switch (this.events[at]) {
      case Event.Plain:
        return this.remember(at, { kind: 'scalar', range, style: 'plain', text: this.scalarText(fourth, range, 0) });
      case Event.Quoted:
        return this.remember(at, { kind: 'scalar', range, style: 'quoted', text: this.scalarText(fourth, range, 1) });
      case Event.Block:
        return this.remember(at, { kind: 'scalar', range, style: 'block', text: this.scalarText(fourth, range, 0) });
      case Event.Tagged:
        return this.remember(at, {
          kind: 'scalar',
          range,
          style: 'plain',
          text: this.strings[fourth] ?? '',
          tag: this.strings[fourth + 1] ?? '',
        });
      case Event.Alias: {
        const target = this.anchored.get(fourth);
        return { kind: 'alias', range, ...(target && { target }) };
      }
      case Event.SequenceStart:
        return this.sequence(at, range, inFlow);
      default:
        return this.mapping(at, range, inFlow);
    }
  }

  private scalarText(string: number, { start, end }: TextRange, quotes: number): string {
    return string >= 0 ? (this.strings[string] ?? '') : this.text.slice(start + quotes, end - quotes);
  }

  private remember<T extends SyntaxNode>(at: number, node: T): T {
    if (this.anchored.has(at)) this.anchored.set(at, node);
    return node;
  }

  private sequence(at: number, range: { start: number; end: number }, parentInFlow: boolean): SyntaxNode {
    const items: SyntaxNode[] = [];
    const node = this.remember(at, { kind: 'sequence', range, inFlow: parentInFlow || this.opensFlow(range), items });
    while (this.events[this.cursor] !== Event.SequenceEnd) {
      const item = this.node(node.inFlow);
      items.push(item);
      range.end = Math.max(range.end, item.range.end);
    }
    this.close(range);
    return node;
  }

  private mapping(at: number, range: { start: number; end: number }, parentInFlow: boolean): SyntaxNode {
    const entries: Entry[] = [];
    const node = this.remember(at, { kind: 'mapping', range, inFlow: parentInFlow || this.opensFlow(range), entries });
    if (!node.inFlow) range.end = range.start;
    while (this.events[this.cursor] !== Event.MappingEnd) {
      const key = this.node(node.inFlow);
      const value = this.beside(key.range.end, this.node(node.inFlow));
      entries.push(entryOf(key, value));
      range.end = Math.max(range.end, value.range.end, key.range.end);
    }
    this.close(range);
    return node;
  }

  /** A value that is not written stands at the token after it; it belongs to its key. */
  private beside(keyEnd: number, value: SyntaxNode): SyntaxNode {
    if (value.range.start !== value.range.end || !/[\n\r]/.test(this.text.slice(keyEnd, value.range.start))) return value;
    return { ...value, range: { start: keyEnd, end: keyEnd } };
  }

  private opensFlow({ end }: TextRange): boolean {
    const opening = this.text[end - 1];
    return opening === '[' || opening === '{';
  }

  /** Brackets belong to the range; block collections end with their last part. */
  private close(range: { end: number }): void {
    const start = this.events[this.cursor + 1] ?? 0;
    const end = this.events[this.cursor + 2] ?? 0;
    if (end > start) range.end = end;
    this.cursor += EVENT_SIZE;
  }
}
