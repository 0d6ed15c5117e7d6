import { addQuantities, compareQuantities, quantityText, signOf, subtractQuantities, ZERO_QUANTITY, type Quantity } from '../quantity.ts';
import { compareText } from '../json.ts';

/** How much of each resource, by the names that quotas have for them. */
export type Amounts = ReadonlyMap<string, Quantity>;

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a);
  for (const [name, quantity] of b) {
    const amount = a.get(name);
    sum.set(name, amount ? addQuantities(amount, quantity) : quantity);
  }
  return sum;
}

/** What `after` has more than `before`; only names of which there is more. */
export function increaseOf(before: Amounts, after: Amounts): Amounts {
  const more = new Map<string, Quantity>();
  for (const [name, quantity] of after) {
    const increase = subtractQuantities(quantity, before.get(name) ?? ZERO_QUANTITY);
    if (signOf(increase) > 0) more.set(name, increase);
  }
  return more;
}

/** The amounts of some names. */
export const pickAmounts = (amounts: Amounts, names: { readonly has: (name: string) => boolean }): Amounts =>
  new Map([...amounts].filter(([name]) => names.has(name)));

export const withoutZeros = (amounts: Amounts): Amounts => new Map([...amounts].filter(([, quantity]) => signOf(quantity) !== 0));

/** Whether both have the same names with quantities of the same value, however written. */
export function equalAmounts(a: Amounts, b: Amounts): boolean {
  if (a.size !== b.size) return false;
  for (const [name, quantity] of a) {
    const other = b.get(name);
    if (!other || compareQuantities(quantity, other) !== 0) return false;
  }
  return true;
}

/** The names of which there is more than the limit allows. */
export const exceeding = (amounts: Amounts, limits: Amounts): ReadonlySet<string> =>
  new Set(
    [...limits]
      .filter(([name, limit]) => compareQuantities(amounts.get(name) ?? ZERO_QUANTITY, limit) > 0 && amounts.has(name))
      .map(([name]) => name),
  );

/** `cpu=1,pods=2`: ordered by name. */
export const amountsText = (amounts: Amounts): string =>
  [...amounts.keys()]
    .sort(compareText)
    .map((name) => `${name}=${quantityText(amounts.get(name) ?? ZERO_QUANTITY)}`)
    .join(',');
