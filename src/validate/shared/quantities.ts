import {
  addQuantities,
  compareQuantities as compare,
  milliValueOf,
  parseQuantity,
  quantityText,
  signOf,
  valueOf,
  ZERO_QUANTITY,
  type Quantity,
} from '../../model/quantity.ts';

/** Quantities as decoded objects carry them: canonical texts. An absent one is zero. */
export type QuantityText = string | undefined;

/** What a canonical text stands for. */
export function quantityOf(text: QuantityText): Quantity {
  const quantity = text === undefined ? ZERO_QUANTITY : parseQuantity(text);
  return typeof quantity === 'string' ? ZERO_QUANTITY : quantity;
}

/** Negative, zero or positive. */
export const compareQuantities = (a: QuantityText, b: QuantityText): number => compare(quantityOf(a), quantityOf(b));
export const isNegative = (quantity: QuantityText): boolean => signOf(quantityOf(quantity)) < 0;
export const isZero = (quantity: QuantityText): boolean => signOf(quantityOf(quantity)) === 0;
export const isPositive = (quantity: QuantityText): boolean => signOf(quantityOf(quantity)) > 0;

/** Whether the quantity has no thousandths, as `MilliValue() % 1000 == 0` asks. */
export const isWhole = (quantity: QuantityText): boolean => milliValueOf(quantityOf(quantity)) % 1000n === 0n;

/** Whole units, rounded up. */
export const wholeValue = (quantity: QuantityText): bigint => valueOf(quantityOf(quantity));
export const milliValue = (quantity: QuantityText): bigint => milliValueOf(quantityOf(quantity));

export const sumOf = (a: QuantityText, b: QuantityText): string => quantityText(addQuantities(quantityOf(a), quantityOf(b)));
export const largerOf = (a: string, b: string): string => (compareQuantities(a, b) >= 0 ? a : b);

const MILLI = -3;

/** Rounded away from zero to thousandths, as the API server stores resource lists. */
export function roundUpToMilli(text: string): string {
  const quantity = quantityOf(text);
  if (quantity.scale >= MILLI) return text;
  const divisor = 10n ** BigInt(MILLI - quantity.scale);
  const { unscaled } = quantity;
  const rest = unscaled % divisor;
  const rounded = unscaled / divisor + (rest === 0n ? 0n : unscaled > 0n ? 1n : -1n);
  return quantityText({ ...quantity, unscaled: rounded, scale: MILLI, text: '' });
}
