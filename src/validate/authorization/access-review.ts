import { invalid, required, forbidden, type FieldError } from '../../model/field-error.ts';
import { child, fieldPath, pathText, type FieldPath } from '../../model/field-path.ts';
import type {
  FieldSelectorAttributes, LabelSelectorAttributes, ResourceAttributes, SelfSubjectAccessReviewSpec, SubjectAccessReviewSpec,
} from '../../model/kinds/authorization-v1.ts'; // prettier-ignore
import type { FieldSelectorRequirement, ObjectMeta } from '../../model/kinds/meta-v1.ts';
import { printMetadata } from '../../schema/crd/decode-metadata.ts';
import { isSince } from '../../schema/release.ts';
import { asJson, each } from '../shared/checks.ts';
import { pointer, shown, struct, text } from '../shared/go-form.ts';
import { validateRequirement } from '../shared/label-selector.ts';
import type { RuleContext } from '../strategy.ts';

/** `NonResourceAttributes`, as errors show them. */
export const pathForm = pointer(
  struct([
    ['Path', 'path', text],
    ['Verb', 'verb', text],
  ]),
);

const ONE_OF = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';

/** The question is about either a resource or a path. */
export function validateQuestion(spec: SelfSubjectAccessReviewSpec, { release }: RuleContext): FieldError[] {
  const { resourceAttributes, nonResourceAttributes } = spec;
  const at = fieldPath('spec');
  if ((resourceAttributes === undefined) !== (nonResourceAttributes === undefined)) return [];
  const value = shown(pathForm, nonResourceAttributes);
  if (isSince(release, '1.37')) return [invalid(at, value, ONE_OF)];
  return resourceAttributes
    ? [invalid(child(at, 'nonResourceAttributes'), value, 'cannot be specified in combination with resourceAttributes')]
    : [invalid(child(at, 'resourceAttributes'), value, ONE_OF)];
}

/** The same of somebody who has to be named. */
export const validateSubjectQuestion = (spec: SubjectAccessReviewSpec, context: RuleContext): FieldError[] => [
  ...validateQuestion(spec, context),
  ...(spec.user || spec.groups?.length ? [] : [invalid(fieldPath('spec', 'user'), '', 'at least one of user or group must be specified')]),
  ...validateResourceAttributes(spec.resourceAttributes),
];

export function validateResourceAttributes({ fieldSelector, labelSelector }: ResourceAttributes = {}): FieldError[] {
  const at = fieldPath('spec', 'resourceAttributes');
  return [
    ...(fieldSelector ? validateFieldSelector(fieldSelector, child(at, 'fieldSelector')) : []),
    ...(labelSelector ? validateLabelSelector(labelSelector, child(at, 'labelSelector')) : []),
  ];
}

const validateFieldSelector = (selector: FieldSelectorAttributes, at: FieldPath): FieldError[] => [
  ...validateForm(selector, at),
  ...each(selector.requirements, child(at, 'requirements'), validateFieldRequirement),
];

const validateLabelSelector = (selector: LabelSelectorAttributes, at: FieldPath): FieldError[] => [
  ...validateForm(selector, at),
  ...each(selector.requirements, child(at, 'requirements'), (requirement, path) =>
    validateRequirement(requirement, path, { allowUnknownOperators: true }),
  ),
];

/** A selector is given as text or as requirements. */
function validateForm(
  { rawSelector = '', requirements = [] }: FieldSelectorAttributes | LabelSelectorAttributes,
  at: FieldPath,
): FieldError[] {
  if (rawSelector !== '' && requirements.length > 0)
    return [invalid(child(at, 'rawSelector'), rawSelector, 'may not specified at the same time as requirements')];
  if (rawSelector !== '' || requirements.length > 0) return [];
  return [required(child(at, 'requirements'), `when ${pathText(at)} is specified, requirements or rawSelector is required`)];
}

/** Operators that this server does not know are for later ones. */
function validateFieldRequirement({ key, operator, values = [] }: FieldSelectorRequirement, at: FieldPath): FieldError[] {
  const errors = key ? [] : [required(child(at, 'key'), 'must be specified')];
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    errors.push(required(child(at, 'values'), "must be specified when `operator` is 'In' or 'NotIn'"));
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    errors.push(forbidden(child(at, 'values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
  return errors;
}

/** A question is no object: it has no name, and no namespace but that of its URL. */
export function validateNoMetadata(metadata: ObjectMeta = {}, { release }: RuleContext, namespaced = false): FieldError[] {
  const { namespace, ...others } = metadata;
  if (Object.keys(namespaced || namespace === undefined ? others : metadata).length === 0) return [];
  const value = asJson(printMetadata(metadata, release));
  return [invalid(fieldPath('metadata'), value, namespaced ? 'must be empty except for namespace' : 'must be empty')];
}
