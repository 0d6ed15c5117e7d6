import { invalid, required, type FieldError } from '../../../model/field-error.ts';
import { child, type FieldPath } from '../../../model/field-path.ts';
import type { Affinity, NodeAffinity, PodAffinity, PodAffinityTerm, WeightedPodAffinityTerm } from '../../../model/kinds/core-v1.ts';
import { each, invalidBecause, optional } from '../checks.ts';
import { validateLabelName, validateLabelSelector } from '../label-selector.ts';
import { isDns1123Label } from '../names.ts';
import { validateNodeSelector, validateNodeSelectorTerm } from '../node-selector.ts';
import { validateLabelKeys } from './label-keys.ts';
import type { PodOptions } from './options.ts';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export const validateAffinity = (
  { nodeAffinity, podAffinity, podAntiAffinity }: Affinity,
  at: FieldPath,
  options: PodOptions,
): FieldError[] => [
  ...optional(nodeAffinity, child(at, 'nodeAffinity'), (affinity, path) => validateNodeAffinity(affinity, path, options)),
  ...optional(podAffinity, child(at, 'podAffinity'), (affinity, path) => validatePodAffinity(affinity, path, options)),
  ...optional(podAntiAffinity, child(at, 'podAntiAffinity'), (affinity, path) => validatePodAffinity(affinity, path, options)),
];

const validateNodeAffinity = (affinity: NodeAffinity, at: FieldPath, options: PodOptions): FieldError[] => [
  ...optional(affinity[REQUIRED], child(at, REQUIRED), (selector, path) =>
    validateNodeSelector(selector, path, options.allowInvalidLabelValueInRequiredNodeAffinity),
  ),
  ...each(affinity[PREFERRED], child(at, PREFERRED), ({ weight, preference }, path) => [
    ...validateWeight(weight, child(path, 'weight')),
    ...validateNodeSelectorTerm(preference ?? {}, child(path, 'preference'), true),
  ]),
];

const validateWeight = (weight = 0, at: FieldPath): FieldError[] =>
  weight > 0 && weight <= 100 ? [] : [invalid(at, weight, 'must be in the range 1-100')];

const validatePodAffinity = (affinity: PodAffinity, at: FieldPath, options: PodOptions): FieldError[] => [
  ...each(affinity[REQUIRED], child(at, REQUIRED), (term, path) => validateTerm(term, path, options)),
  ...each(affinity[PREFERRED], child(at, PREFERRED), ({ weight, podAffinityTerm }: WeightedPodAffinityTerm, path) => [
    ...validateWeight(weight, child(path, 'weight')),
    ...validateTerm(podAffinityTerm ?? {}, child(path, 'podAffinityTerm'), options),
  ]),
];

function validateTerm(term: PodAffinityTerm, at: FieldPath, options: PodOptions): FieldError[] {
  const topologyKey = term.topologyKey ?? '';
  const path = child(at, 'topologyKey');
  return [
    ...validateTermSelectors(term, at, options.allowInvalidLabelValueInSelector),
    ...(term.namespaces ?? []).flatMap((name) => invalidBecause(isDns1123Label(name), child(at, 'namespace'), name)),
    ...validateLabelKeys(term.matchLabelKeys, term.mismatchLabelKeys, term.labelSelector, at),
    ...(topologyKey === '' ? [required(path, 'can not be empty')] : []),
    ...validateLabelName(topologyKey, path),
  ];
}

export const validateTermSelectors = (
  { labelSelector, namespaceSelector }: PodAffinityTerm,
  at: FieldPath,
  allowInvalidValues: boolean,
): FieldError[] => [
  ...validateLabelSelector(labelSelector, child(at, 'labelSelector'), { allowInvalidValues }),
  ...validateLabelSelector(namespaceSelector, child(at, 'namespaceSelector'), { allowInvalidValues }),
];

/** All terms of affinities between pods. */
export const podAffinityTermsOf = ({ podAffinity, podAntiAffinity }: Affinity): PodAffinityTerm[] =>
  [podAffinity, podAntiAffinity].flatMap((affinity) => [
    ...(affinity?.[REQUIRED] ?? []),
    ...(affinity?.[PREFERRED] ?? []).map(({ podAffinityTerm }) => podAffinityTerm ?? {}),
  ]);
