import { setOwn } from '../../model/json.ts';
import { isFields, type Fields } from './value.ts';

/** One step from an object down to a part of it: the name of a field, or an item of a list. */
type Step = string | typeof ITEM;
export const ITEM: unique symbol = Symbol('item');

/** A place in an object that does not exist: the way there from the root, last step first. */
export interface Surrounding {
  readonly outer: Surrounding | undefined;
  readonly step: Step | undefined;
}

export const ROOT: Surrounding = { outer: undefined, step: undefined };
export const inside = (outer: Surrounding, step: Step): Surrounding => ({ outer, step });

/** The smallest object that has `value` at the place; undefined when the place is the root and `value` no object. */
export function surround(place: Surrounding, value: unknown): Fields | undefined {
  let built = value;
  for (let at = place; at.outer !== undefined && at.step !== undefined; at = at.outer) {
    if (at.step === ITEM) built = [built];
    else {
      const fields: Fields = {};
      setOwn(fields, at.step, built);
      built = fields;
    }
  }
  return isFields(built) ? built : undefined;
}

/** The value at the place in an object made by `surround`; undefined when it is gone. */
export function focus(place: Surrounding, object: Fields): unknown {
  const steps: Step[] = [];
  for (let at = place; at.outer !== undefined && at.step !== undefined; at = at.outer) steps.unshift(at.step);
  let found: unknown = object;
  for (const step of steps) {
    if (step === ITEM) found = Array.isArray(found) ? found[0] : undefined;
    else found = isFields(found) && Object.hasOwn(found, step) ? found[step] : undefined;
  }
  return found;
}
