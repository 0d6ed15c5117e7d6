import type { KindStrategy } from '../strategy.ts';

/** The same rules for another version whose objects have the same form. */
export const atVersion = <T>(strategy: KindStrategy<T>, version: string): KindStrategy<T> => ({
  ...strategy,
  gvk: { ...strategy.gvk, version },
});
