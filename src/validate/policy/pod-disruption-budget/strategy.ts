import type { LabelSelector } from '../../../model/kinds/meta-v1.ts';
import type { PodDisruptionBudget } from '../../../model/kinds/policy-v1.ts';
import { defineStrategy } from '../../shared/define-strategy.ts';
import { countGeneration, differs, startGeneration } from '../../shared/generation.ts';
import { isUnusable } from '../../shared/label-selector.ts';
import { dropStatus, keepSpec, keepStatus } from '../../shared/status.ts';
import { validatePodDisruptionBudget } from './validate.ts';

/** Marks selectors that `policy/v1beta1` meant otherwise; the server keeps it for itself. */
const V1BETA1_LABEL = 'pdb.kubernetes.io/deprecated-v1beta1-empty-selector-match';

export const podDisruptionBudgetStrategy = defineStrategy<PodDisruptionBudget>({
  gvk: { group: 'policy', version: 'v1', kind: 'PodDisruptionBudget' },
  defaults: () => undefined,
  prepareForCreate(object) {
    dropStatus(object);
    startGeneration(object);
    stripLabel(object.spec?.selector);
  },
  prepareForUpdate(object, old) {
    keepStatus(object, old);
    countGeneration(object, old, differs(object.spec, old.spec));
    if (differs(object.spec?.selector, old.spec?.selector)) stripLabel(object.spec?.selector);
  },
  prepareForStatusUpdate: keepSpec,
  validate: (object) => validatePodDisruptionBudget(object, false),
  validateUpdate: (object, old) => validatePodDisruptionBudget(object, isUnusable(old.spec?.selector)),
});

function stripLabel(selector: LabelSelector | undefined): void {
  const expressions = selector?.matchExpressions;
  if (!selector || !expressions?.some(({ key }) => key === V1BETA1_LABEL)) return;
  const [only] = expressions;
  const matchesNone = expressions.length === 1 && only?.operator === 'Exists' && Object.keys(selector.matchLabels ?? {}).length === 0;
  if (!matchesNone) selector.matchExpressions = expressions.filter(({ key }) => key !== V1BETA1_LABEL);
}
