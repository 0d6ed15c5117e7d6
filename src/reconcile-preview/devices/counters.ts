import type { Device } from '../../model/kinds/resource-v1.ts';
import { quantityOf } from '../../model/pod-resources.ts';
import { addQuantities, compareQuantities, subtractQuantities, type Quantity } from '../../model/quantity.ts';
import type { Pool } from './pools.ts';

/** Amounts by counter set and counter. */
type Counters = Map<string, Quantity>;

const each = ({ consumesCounters = [] }: Device): [key: string, amount: Quantity][] =>
  consumesCounters.flatMap(({ counterSet = '', counters = {} }) =>
    Object.entries(counters).map(([name, { value }]): [string, Quantity] => [`${counterSet}/${name}`, quantityOf(value)]),
  );

/** What is left of the counters that the devices of a pool share. */
export class SharedCounters {
  readonly #left: Counters = new Map();

  /** `isTaken` says which devices of the pool are allocated. */
  constructor({ counterSets, slices, elsewhere }: Pool, isTaken: (device: Device) => boolean) {
    for (const [set, { counters = {} }] of counterSets) {
      for (const [name, { value }] of Object.entries(counters)) this.#left.set(`${set}/${name}`, quantityOf(value));
    }
    for (const { spec } of [...slices, ...elsewhere]) for (const device of spec?.devices ?? []) if (isTaken(device)) this.take(device);
  }

  has(device: Device): boolean {
    return each(device).every(([key, amount]) => {
      const left = this.#left.get(key);
      return left === undefined || compareQuantities(left, amount) >= 0;
    });
  }

  take(device: Device): void {
    this.#change(device, subtractQuantities);
  }

  giveBack(device: Device): void {
    this.#change(device, addQuantities);
  }

  #change(device: Device, by: (left: Quantity, amount: Quantity) => Quantity): void {
    for (const [key, amount] of each(device)) {
      const left = this.#left.get(key);
      if (left) this.#left.set(key, by(left, amount));
    }
  }
}
