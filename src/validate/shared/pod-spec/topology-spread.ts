import { duplicate, invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { TopologySpreadConstraint } from '../../../model/kinds/core-v1.ts';
import { each, oneOf, positive } from '../checks.ts';
import { validateLabelSelector } from '../label-selector.ts';
import { validateLabelKeys, validateUnmergedLabelKeys } from './label-keys.ts';
import type { PodOptions } from './options.ts';

export const validateTopologySpreadConstraints = (
  constraints: readonly TopologySpreadConstraint[] | undefined,
  at: FieldPath,
  options: PodOptions,
): FieldError[] =>
  each(constraints, at, (constraint, path, i) => {
    const { maxSkew, topologyKey = '', whenUnsatisfiable = '', minDomains, labelSelector } = constraint;
    const repeats = (constraints ?? [])
      .slice(i + 1)
      .some((other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === whenUnsatisfiable);
    return [
      ...positive(maxSkew, child(path, 'maxSkew')),
      ...(topologyKey === '' ? [required(child(path, 'topologyKey'), 'can not be empty')] : []),
      ...oneOf(whenUnsatisfiable, ['DoNotSchedule', 'ScheduleAnyway'], child(path, 'whenUnsatisfiable')),
      ...(repeats ? [duplicate(child(path, '{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`)] : []),
      ...validateMinDomains(minDomains, whenUnsatisfiable, child(path, 'minDomains')),
      ...validateInclusionPolicy(constraint.nodeAffinityPolicy, child(path, 'nodeAffinityPolicy')),
      ...validateInclusionPolicy(constraint.nodeTaintsPolicy, child(path, 'nodeTaintsPolicy')),
      ...(options.oldPodViolatesMatchLabelKeysValidation
        ? validateUnmergedLabelKeys(constraint.matchLabelKeys, labelSelector, child(path, 'matchLabelKeys'))
        : validateLabelKeys(constraint.matchLabelKeys, undefined, labelSelector, path)),
      ...(options.allowInvalidTopologySpreadConstraintLabelSelector
        ? []
        : validateLabelSelector(labelSelector, child(path, 'labelSelector'))),
    ];
  });

function validateMinDomains(minDomains: number | undefined, whenUnsatisfiable: string, at: FieldPath): FieldError[] {
  if (minDomains === undefined) return [];
  const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`;
  return [...positive(minDomains, at), ...(whenUnsatisfiable === 'DoNotSchedule' ? [] : [invalid(at, minDomains, detail)])];
}

const validateInclusionPolicy = (policy: string | undefined, at: FieldPath): FieldError[] =>
  policy === undefined ? [] : oneOf(policy, ['Honor', 'Ignore'], at);
