import type { ReadView } from '../../../../cluster/store.ts';
import type { AffinityTerm, WeightedAffinityTerm } from '../../affinity-term.ts';
import type { PodInfo } from '../../pod-info.ts';
import { namespaceLabels } from './namespaces.ts';

/** All that other pods' terms look at in a pod. */
export const keyOfPod = ({ namespace, labels }: PodInfo, view: ReadView): string =>
  JSON.stringify([namespace, labels, namespaceLabels(namespace, view)]);

/** All that terms say. */
export const keyOfTerms = (terms: readonly (AffinityTerm | WeightedAffinityTerm)[]): string =>
  JSON.stringify(terms, (_, value: unknown) => (value instanceof Set ? [...value] : value));
