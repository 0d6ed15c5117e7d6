import type { LabelSelector, LabelSelectorRequirement } from './kinds/meta-v1.ts';

export type Labels = Readonly<Record<string, string>>;

/** Whether labels carry every pair of `wanted`, as the map selectors of Services and ReplicationControllers ask. An empty map matches everything. */
export function matchesLabels(wanted: Labels, labels: Labels = {}): boolean {
  for (const name of Object.keys(wanted)) {
    if (!Object.hasOwn(labels, name) || labels[name] !== wanted[name]) return false;
  }
  return true;
}

/** Whether a `metav1.LabelSelector` picks an object with these labels: an absent selector matches nothing, an empty one everything. Unknown operators match nothing. */
export function matchesLabelSelector(selector: LabelSelector | undefined, labels: Labels = {}): boolean {
  if (!selector) return false;
  if (selector.matchLabels && !matchesLabels(selector.matchLabels, labels)) return false;
  return selector.matchExpressions?.every((requirement) => matchesRequirement(requirement, labels)) ?? true;
}

/** Whether one requirement of a selector holds. */
export function matchesRequirement(
  { key = '', operator, values = [] }: Readonly<Omit<LabelSelectorRequirement, 'values'>> & { readonly values?: readonly string[] },
  labels: Labels,
): boolean {
  const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
