import { fieldErrorText } from '../../model/field-error.ts';
import type { Release } from '../../schema/release.ts';
import { isSince } from '../../schema/release.ts';
import type { KindStrategy } from '../strategy.ts';
import { withoutRepeats } from './checks.ts';

export interface StrategyOptions {
  /**
   * First release in which the API server merges handwritten with declarative validation for this kind; in passing it lists repeated errors once.
   */
  readonly declarativeSince?: Release;
}

/** A kind's strategy as the list of strategies holds it. */
export function defineStrategy<T>(strategy: KindStrategy<T>, { declarativeSince = '1.36' }: StrategyOptions = {}): KindStrategy<T> {
  return {
    ...strategy,
    validate(object, context) {
      const errors = strategy.validate(object, context);
      return isSince(context.release, declarativeSince) ? withoutRepeats(errors, fieldErrorText) : errors;
    },
    validateUpdate(object, old, context) {
      const errors = strategy.validateUpdate(object, old, context);
      return isSince(context.release, declarativeSince) ? withoutRepeats(errors, fieldErrorText) : errors;
    },
  };
}
