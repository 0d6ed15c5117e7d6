import type { SelfSubjectRulesReview } from '../../../model/kinds/authorization-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';

/** Asks for a user's own rules. The server validates no field of it. */
export const selfSubjectRulesReviewStrategy = defineStrategy<SelfSubjectRulesReview>({
  gvk: { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectRulesReview' },
  defaults: () => undefined,
  validate: () => [],
  validateUpdate: () => [],
});
