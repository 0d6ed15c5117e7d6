/** Numbers per token in the scanner's queue. */
export const TOKEN_SIZE = 5;

export const Token = {
  StreamEnd: 1,
  VersionDirective: 2,
  TagDirective: 3,
  DocumentStart: 4,
  DocumentEnd: 5,
  BlockSequenceStart: 6,
  BlockMappingStart: 7,
  BlockEnd: 8,
  FlowSequenceStart: 9,
  FlowSequenceEnd: 10,
  FlowMappingStart: 11,
  FlowMappingEnd: 12,
  BlockEntry: 13,
  FlowEntry: 14,
  Key: 15,
  Value: 16,
  Alias: 17,
  Anchor: 18,
  Tag: 19,
  /** A plain scalar, to be resolved. */
  PlainScalar: 20,
  /** Quoted, literal or folded: a text whatever it looks like. */
  QuotedScalar: 21,
  BlockScalar: 22,
} as const;

export type TokenKind = (typeof Token)[keyof typeof Token];
