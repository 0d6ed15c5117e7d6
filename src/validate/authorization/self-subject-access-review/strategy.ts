import type { SelfSubjectAccessReview } from '../../../model/kinds/authorization-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { validateNoMetadata, validateQuestion, validateResourceAttributes } from '../access-review.ts';

export const selfSubjectAccessReviewStrategy = defineStrategy<SelfSubjectAccessReview>({
  gvk: { group: 'authorization.k8s.io', version: 'v1', kind: 'SelfSubjectAccessReview' },
  defaults: () => undefined,
  validate: ({ metadata, spec = {} }, context) => [
    ...validateQuestion(spec, context),
    ...validateResourceAttributes(spec.resourceAttributes),
    ...validateNoMetadata(metadata, context),
  ],
  validateUpdate: () => [],
});
