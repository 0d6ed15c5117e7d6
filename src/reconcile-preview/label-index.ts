import type { Index } from '../cluster/object-index.ts';
import type { ReadView } from '../cluster/store.ts';
import type { Pod, Service } from '../model/kinds/core-v1.ts';
import { compareText } from '../model/json.ts';
import { matchesLabels, type Labels } from '../model/label-selector.ts';
import { asKind, indexedObjects, listObjects, type Typed } from './kind.ts';
import { POD, SERVICE } from './kinds.ts';

const pair = ([key, value]: readonly [string, string]): string => `${key}=${value}`;

/** Objects by each of their labels. */
const BY_LABEL: Index = { valuesOf: ({ metadata: { labels = {} } }) => Object.entries(labels).map(pair) };

/** Services by the first label they select, since what they select has it; those that select everything under nothing. */
const BY_SELECTED_LABEL: Index = {
  valuesOf: (object) => {
    const selector = asKind(object, SERVICE)?.spec?.selector;
    return selector
      ? Object.entries(selector)
          .slice(0, 1)
          .map(pair)
          .concat(isEmpty(selector) ? [''] : [])
      : [];
  },
};

const isEmpty = (labels: Labels): boolean => Object.keys(labels).length === 0;

/** The pods of a namespace that have all these labels, ordered by name. */
export function podsWithLabels(view: ReadView, namespace: string, labels: Labels): readonly Typed<Pod>[] {
  const [first, ...others] = Object.entries(labels);
  if (!first) return listObjects(view, POD, namespace);
  const pods = indexedObjects(view, POD, namespace, BY_LABEL, pair(first));
  return others.length === 0 ? pods : pods.filter(({ metadata }) => matchesLabels(labels, metadata.labels));
}

/** The Services of a namespace that select a pod with these labels, ordered by name. */
export function servicesSelecting(view: ReadView, namespace: string, labels: Labels): readonly Typed<Service>[] {
  const candidates = ['', ...Object.entries(labels).map(pair)].flatMap((value) =>
    indexedObjects(view, SERVICE, namespace, BY_SELECTED_LABEL, value),
  );
  return candidates
    .filter(({ spec }) => matchesLabels(spec?.selector ?? {}, labels))
    .sort((a, b) => compareText(a.metadata.name ?? '', b.metadata.name ?? ''));
}
