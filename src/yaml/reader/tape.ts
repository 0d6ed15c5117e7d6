/** Numbers per event: kind, start, end, and what the kind says about the fourth. */
export const EVENT_SIZE = 4;

export const Event = {
  /** A plain scalar, to be resolved. Fourth: index into `strings`, or -1 when the value is the text from start to end. */
  Plain: 1,
  /** A quoted scalar; fourth as above, the text being that between the quotes. */
  Quoted: 2,
  /** A literal or folded scalar; fourth: index into `strings`. */
  Block: 3,
  /** A scalar with a tag; fourth: index into `strings`, where value, then tag stand. */
  Tagged: 4,
  /** Fourth: the event that the alias stands for. */
  Alias: 5,
  SequenceStart: 6,
  SequenceEnd: 7,
  MappingStart: 8,
  MappingEnd: 9,
} as const;

export type EventKind = (typeof Event)[keyof typeof Event];

/**
 * One document after parsing: its events one after the other. `start` of an event is where its anchor or tag begins, if it has any.
 * Collections in block style end where the next token starts.
 */
export interface Tape {
  readonly events: Int32Array;
  /** Used length of `events`. */
  readonly length: number;
  readonly strings: readonly string[];
}
