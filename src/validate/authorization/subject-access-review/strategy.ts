import type { SubjectAccessReview } from '../../../model/kinds/authorization-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { validateNoMetadata, validateSubjectQuestion } from '../access-review.ts';

export const subjectAccessReviewStrategy = defineStrategy<SubjectAccessReview>({
  gvk: { group: 'authorization.k8s.io', version: 'v1', kind: 'SubjectAccessReview' },
  defaults: () => undefined,
  validate: ({ metadata, spec = {} }, context) => [...validateSubjectQuestion(spec, context), ...validateNoMetadata(metadata, context)],
  validateUpdate: () => [],
});
