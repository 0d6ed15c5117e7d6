import { pathText, type FieldPath } from '../../model/field-path.ts';
import { goQuote } from '../../model/go-text.ts';
import { isWhole } from './quantities.ts';

/** Bytes come whole. */
export const fractionWarnings = (quantity: string | undefined, at: FieldPath): string[] =>
  quantity === undefined || isWhole(quantity)
    ? []
    : [`${pathText(at)}: fractional byte value ${goQuote(quantity)} is invalid, must be an integer`];
