/** Bounds of a cost or a size. Numbers saturate at `UNBOUNDED`, which stands for all that 64 bits do not hold. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

export const UNBOUNDED = 2 ** 64;
export const UNKNOWN: Range = { min: 0, max: UNBOUNDED };
export const NOTHING: Range = { min: 0, max: 0 };
/** The neutral element of `union`. */
export const EMPTY: Range = { min: UNBOUNDED, max: 0 };

export const exactly = (value: number): Range => ({ min: value, max: value });
export const saturate = (value: number): number => Math.min(value, UNBOUNDED);
export const plus = (a: Range, b: Range): Range => ({ min: saturate(a.min + b.min), max: saturate(a.max + b.max) });
export const times = (a: Range, b: Range): Range => ({ min: saturate(a.min * b.min), max: saturate(a.max * b.max) });
/** Rounded up. */
export const scaled = (range: Range, factor: number): Range => ({
  min: saturate(Math.ceil(range.min * factor)),
  max: saturate(Math.ceil(range.max * factor)),
});
export const union = (a: Range, b: Range): Range => ({ min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });
export const total = (ranges: readonly Range[]): Range => ranges.reduce(plus, NOTHING);
