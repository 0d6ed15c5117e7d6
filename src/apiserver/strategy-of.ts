import type { GroupVersionKind } from '../model/group-version-kind.ts';
import { strategyFor } from '../validate/strategies.ts';
import type { KindStrategy } from '../validate/strategy.ts';
import type { MutableObject } from './server-context.ts';

/** The rules of a kind, taking any object: what reaches them was decoded by that kind's schema, so its shape is the one they know. */
export const strategyOf = (gvk: GroupVersionKind): KindStrategy<MutableObject> | undefined =>
  strategyFor(gvk) as KindStrategy<MutableObject> | undefined;
