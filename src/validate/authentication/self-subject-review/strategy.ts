import type { SelfSubjectReview } from '../../../model/kinds/authentication-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';

/** Asks who one is. The server validates no field of it. */
export const selfSubjectReviewStrategy = defineStrategy<SelfSubjectReview>({
  gvk: { group: 'authentication.k8s.io', version: 'v1', kind: 'SelfSubjectReview' },
  defaults: () => undefined,
  validate: () => [],
  validateUpdate: () => [],
});
