import type { LabelSelector } from '../../model/kinds/meta-v1.ts';
import { matchesRequirement, type Labels } from '../../model/label-selector.ts';

export type { Labels };

/** One condition on labels; all operators that label selectors and node selectors have. */
export interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

/** Conditions that must all hold; `undefined` in its place selects nothing. */
export type Selector = readonly Requirement[] | undefined;

/** An absent label selector selects nothing, an empty one everything. */
export function selectorOf(selector: LabelSelector | undefined): Selector {
  if (!selector) return undefined;
  return [
    ...requirementsOfLabels(selector.matchLabels ?? {}),
    ...(selector.matchExpressions ?? []).map(({ key = '', operator = '', values = [] }) => ({ key, operator, values })),
  ];
}

export const requirementsOfLabels = (labels: Labels): Requirement[] =>
  Object.entries(labels).map(([key, value]) => ({ key, operator: 'In', values: [value] }));

/** Whether a selector has no conditions, so that it selects everything. */
export const selectsEverything = (selector: Selector): boolean => selector?.length === 0;

export const selects = (selector: Selector, labels: Labels): boolean =>
  selector !== undefined && selector.every((requirement) => holds(requirement, labels));

/** The value of a label, when the object has it itself. */
export const labelOf = (labels: Labels, key: string): string | undefined => (Object.hasOwn(labels, key) ? labels[key] : undefined);

/** `NotIn` and `DoesNotExist` hold where the label is absent; `Gt` and `Lt` compare whole numbers and do not hold for anything else. */
export function holds(requirement: Partial<Requirement>, labels: Labels): boolean {
  const { key = '', operator = '', values = [] } = requirement;
  if (operator !== 'Gt' && operator !== 'Lt') return matchesRequirement({ key, operator, values }, labels);
  const value = labelOf(labels, key);
  return value !== undefined && compares(operator, value, values[0] ?? '');
}

const WHOLE_NUMBER = /^[+-]?\d{1,19}$/;

function compares(operator: 'Gt' | 'Lt', value: string, bound: string): boolean {
  if (!WHOLE_NUMBER.test(value) || !WHOLE_NUMBER.test(bound)) return false;
  const difference = BigInt(value.replace(/^\+/, '')) - BigInt(bound.replace(/^\+/, ''));
  return operator === 'Gt' ? difference > 0n : difference < 0n;
}
