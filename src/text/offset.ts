/** A half-open span of UTF-16 code units in a text: `[start, end)`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as people count: both from 1; `column` counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
