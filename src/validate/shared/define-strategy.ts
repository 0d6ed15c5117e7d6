import { fieldErrorText, type FieldError } from '../../model/field-error.ts';
import type { Release } from '../../schema/release.ts';
import { isSince } from '../../schema/release.ts';
import type { KindStrategy, RuleContext } from '../strategy.ts';
import { withoutRepeats } from './checks.ts';
import { declaredLast } from './declarative.ts';
import { inWordsOf } from './wording.ts';

export interface StrategyOptions {
  /**
   * First release in which the API server merges handwritten with declarative validation for this kind; in passing it lists repeated errors once.
   */
  readonly declarativeSince?: Release;
}

/** A kind's strategy as the list of strategies holds it: its errors as the release lists and words them. */
export function defineStrategy<T>(strategy: KindStrategy<T>, { declarativeSince = '1.37' }: StrategyOptions = {}): KindStrategy<T> {
  const asServed = (errors: readonly FieldError[], { release }: RuleContext): readonly FieldError[] => {
    if (errors.length === 0) return errors;
    const worded = inWordsOf(release, errors);
    return isSince(release, declarativeSince) ? withoutRepeats(declaredLast(worded), fieldErrorText) : worded;
  };
  const { validateStatusUpdate, subresources } = strategy;
  return {
    ...strategy,
    validate: (object, context) => asServed(strategy.validate(object, context), context),
    validateUpdate: (object, old, context) => asServed(strategy.validateUpdate(object, old, context), context),
    ...(validateStatusUpdate && {
      validateStatusUpdate: (object: T, old: T, context: RuleContext) =>
        asServed(validateStatusUpdate.call(strategy, object, old, context), context),
    }),
    ...(subresources && {
      subresources: Object.fromEntries(
        Object.entries(subresources).map(([name, { prepareForUpdate, validateUpdate }]) => [
          name,
          {
            prepareForUpdate,
            validateUpdate: (object: T, old: T, context: RuleContext) => asServed(validateUpdate(object, old, context), context),
          },
        ]),
      ),
    }),
  };
}
