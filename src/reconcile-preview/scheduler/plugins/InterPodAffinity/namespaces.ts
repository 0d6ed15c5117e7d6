import type { ReadView } from '../../../../cluster/store.ts';
import { getObject, listObjects } from '../../../kind.ts';
import { NAMESPACE } from '../../../kinds.ts';
import type { AffinityTerm } from '../../affinity-term.ts';
import { selects, selectsEverything, type Labels } from '../../selector.ts';

/** The term with the namespaces that its namespace selector selects now; a selector that selects everything stays. */
export function resolveNamespaces<T extends AffinityTerm>(term: T, view: ReadView): T {
  const { namespaceSelector } = term;
  if (namespaceSelector === undefined || selectsEverything(namespaceSelector)) return term;
  const selected = listObjects(view, NAMESPACE)
    .filter(({ metadata }) => selects(namespaceSelector, metadata.labels ?? {}))
    .map(({ metadata }) => metadata.name ?? '');
  return { ...term, namespaces: new Set([...term.namespaces, ...selected]), namespaceSelector: undefined };
}

export const namespaceLabels = (name: string, view: ReadView): Labels => getObject(view, NAMESPACE, '', name)?.metadata.labels ?? {};
