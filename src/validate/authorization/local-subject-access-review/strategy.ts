import { invalid, type FieldError } from '../../../model/field-error.ts';
import { fieldPath } from '../../../model/field-path.ts';
import type { LocalSubjectAccessReview } from '../../../model/kinds/authorization-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { shown } from '../../shared/go-form.ts';
import type { RuleContext } from '../../strategy.ts';
import { pathForm, validateNoMetadata, validateSubjectQuestion } from '../access-review.ts';

export const localSubjectAccessReviewStrategy = defineStrategy<LocalSubjectAccessReview>({
  gvk: { group: 'authorization.k8s.io', version: 'v1', kind: 'LocalSubjectAccessReview' },
  defaults: () => undefined,
  validate,
  validateUpdate: () => [],
});

/** The question is about a resource of the namespace that it is asked in. */
function validate({ metadata, spec = {} }: LocalSubjectAccessReview, context: RuleContext): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  const { namespace = '' } = resourceAttributes ?? {};
  const at = fieldPath('spec', 'resourceAttributes', 'namespace');
  return [
    ...validateSubjectQuestion(spec, context),
    ...validateNoMetadata(metadata, context, true),
    ...(resourceAttributes && namespace !== (metadata?.namespace ?? '') ? [invalid(at, namespace, 'must match metadata.namespace')] : []),
    ...(nonResourceAttributes
      ? [invalid(fieldPath('spec', 'nonResourceAttributes'), shown(pathForm, nonResourceAttributes), 'disallowed on this kind of request')]
      : []),
  ];
}
