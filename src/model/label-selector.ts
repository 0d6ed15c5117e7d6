import { compareText } from './json.ts';
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

/** A selector as `labels.Selector` prints it, by key: `app=web,!old,tier in (a,b)`; empty for one that takes everything. */
export function labelSelectorText({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string {
  const labels = Object.entries(matchLabels).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  const expressions = matchExpressions.map(({ key = '', operator, values = [] }) => ({
    key,
    text: requirementText(key, operator, values),
  }));
  return [...labels, ...expressions]
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ text }) => text)
    .join(',');
}

function requirementText(key: string, operator: string | undefined, values: readonly string[]): string {
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return `${key} ${operator === 'NotIn' ? 'notin' : 'in'} (${[...values].sort(compareText).join(',')})`;
  }
}
