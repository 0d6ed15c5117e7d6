import {
  addQuantities, compareQuantities, fromInteger, parseQuantity, signOf, subtractQuantities, type Quantity,
} from '../../../model/quantity.ts'; // prettier-ignore
import { fn, overload, type Implementation, type Library } from '../declarations.ts';
import { celError, isOpaque, NO_SUCH_OVERLOAD, type OpaqueValue, type Value } from '../value.ts';

const TYPE_NAME = 'kubernetes.Quantity';

/** A quantity as expressions have it. */
export const quantityValue = (quantity: Quantity): OpaqueValue => ({
  kind: 'opaque',
  type: TYPE_NAME,
  value: quantity,
  equals: ({ value }) => isQuantity(value) && compareQuantities(quantity, value) === 0,
});
const isQuantity = (value: unknown): value is Quantity => typeof value === 'object' && value !== null && 'unscaled' in value;
const quantityOf = (value: Value): Quantity | undefined =>
  isOpaque(value) && value.type === TYPE_NAME && isQuantity(value.value) ? value.value : undefined;

const unary =
  (run: (quantity: Quantity) => Value): Implementation =>
  (value = null) => {
    const quantity = quantityOf(value);
    return quantity ? run(quantity) : NO_SUCH_OVERLOAD;
  };
/** With another quantity or an int. */
const binary =
  (run: (quantity: Quantity, other: Quantity) => Value): Implementation =>
  (value = null, other = null) => {
    const [left, right] = [quantityOf(value), typeof other === 'bigint' ? fromInteger(other, 'DecimalExponent') : quantityOf(other)];
    return left && right ? run(left, right) : NO_SUCH_OVERLOAD;
  };

const MAX_INT = 2n ** 63n - 1n;
/** The whole number a quantity is; undefined when it is none or does not fit. */
function integerOf(quantity: Quantity): bigint | undefined {
  if (quantity.inDecimal) return undefined;
  const { unscaled, scale } = quantity;
  if (unscaled === 0n) return 0n;
  if (scale < 0) return undefined;
  if (scale > 18) return undefined;
  const value = unscaled * 10n ** BigInt(scale);
  return value > MAX_INT || value < -MAX_INT - 1n ? undefined : value;
}

const approximate = ({ unscaled, scale }: Quantity): number => Number(`${unscaled}e${scale}`);

/** Quantities, since 1.28. */
export const QUANTITIES: Library = {
  functions: [
    fn(
      'quantity',
      overload('string_to_quantity(string) -> Quantity', (text) => {
        if (typeof text !== 'string') return NO_SUCH_OVERLOAD;
        const quantity = parseQuantity(text);
        return typeof quantity === 'string' ? celError(quantity) : quantityValue(quantity);
      }),
    ),
    fn('isQuantity', overload('is_quantity_string(string) -> bool', (text) => (typeof text === 'string' ? typeof parseQuantity(text) !== 'string' : NO_SUCH_OVERLOAD))),
    fn('sign', overload('quantity_sign(Quantity) -> int', unary((quantity) => BigInt(signOf(quantity))))),
    fn('isGreaterThan', overload('quantity_is_greater_than: Quantity.(Quantity) -> bool', binary((a, b) => compareQuantities(a, b) > 0))),
    fn('isLessThan', overload('quantity_is_less_than: Quantity.(Quantity) -> bool', binary((a, b) => compareQuantities(a, b) < 0))),
    fn('compareTo', overload('quantity_compare_to: Quantity.(Quantity) -> int', binary((a, b) => BigInt(compareQuantities(a, b))))),
    fn('asApproximateFloat', overload('quantity_get_float: Quantity.() -> double', unary(approximate))),
    fn('asInteger', overload('quantity_get_int: Quantity.() -> int', unary((quantity) => integerOf(quantity) ?? celError('cannot convert value to integer')))),
    fn('isInteger', overload('quantity_is_integer: Quantity.() -> bool', unary((quantity) => integerOf(quantity) !== undefined))),
    fn(
      'add',
      overload('quantity_add: Quantity.(Quantity) -> Quantity', binary((a, b) => quantityValue(addQuantities(a, b)))),
      overload('quantity_add_int: Quantity.(int) -> Quantity', binary((a, b) => quantityValue(addQuantities(a, b)))),
    ),
    fn(
      'sub',
      overload('quantity_sub: Quantity.(Quantity) -> Quantity', binary((a, b) => quantityValue(subtractQuantities(a, b)))),
      overload('quantity_sub_int: Quantity.(int) -> Quantity', binary((a, b) => quantityValue(subtractQuantities(a, b)))),
    ),
  ],
}; // prettier-ignore
