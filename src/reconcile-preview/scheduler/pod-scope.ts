import type { PodInfo } from './pod-info.ts';
import { labelOf, type Selector } from './selector.ts';

/** The pods of a namespace that have a label. */
export interface PodScope {
  readonly namespace: string;
  readonly label: readonly [key: string, value: string];
}

/** A scope with all pods of a namespace that a selector selects, and few others; undefined when the selector asks for no single value of a label. */
export function scopeOf(namespace: string, selector: Selector): PodScope | undefined {
  const narrow = selector?.findLast(({ operator, values }) => operator === 'In' && values.length === 1);
  const value = narrow?.values[0];
  return narrow && value !== undefined ? { namespace, label: [narrow.key, value] } : undefined;
}

export const isInScope = ({ namespace, label: [key, value] }: PodScope, pod: PodInfo): boolean =>
  pod.namespace === namespace && labelOf(pod.labels, key) === value;

export const keyOfScope = ({ namespace, label: [key, value] }: PodScope): string => `${namespace}\n${key}\n${value}`;

/** Keys of all scopes that a pod is in. */
export const keysOfScopes = ({ namespace, labels }: PodInfo): readonly string[] =>
  Object.entries(labels).map((label) => keyOfScope({ namespace, label }));
