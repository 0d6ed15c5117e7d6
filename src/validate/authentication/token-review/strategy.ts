import type { TokenReview } from '../../../model/kinds/authentication-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';

/** Asks whose token it is. The server validates no field of it. */
export const tokenReviewStrategy = defineStrategy<TokenReview>({
  gvk: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenReview' },
  defaults: () => undefined,
  validate: () => [],
  validateUpdate: () => [],
});
