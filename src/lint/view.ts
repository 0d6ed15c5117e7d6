import type { GroupVersionKind } from '../model/group-version-kind.ts';
import { matchesLabels, type Labels } from '../model/label-selector.ts';
import type { JsonObject } from '../model/json.ts';
import { includesKind, podBearing, type Kinds } from './kinds.ts';
import { podOf, type PodBearing } from './pods.ts';

/** An object with its identity; `namespace` is empty for cluster-scoped kinds and `default` where a manifest names none. */
export interface LintObject<T> {
  readonly gvk: GroupVersionKind;
  readonly namespace: string;
  readonly name: string;
  readonly object: T;
}

/** All objects that are known: those under inspection and those the user says are there already. */
export interface LintView {
  /** Objects of these kinds, of one namespace or of all, in a fixed order that does not depend on that of the input. */
  list<T>(kinds: Kinds<T>, namespace?: string): readonly LintObject<T>[];
}

/** A view of objects that are in a fixed order. Lists are made once. */
export function createView(objects: readonly LintObject<JsonObject>[]): LintView {
  const byNamespace = new Map<string | undefined, LintObject<JsonObject>[]>([[undefined, [...objects]]]);
  for (const each of objects) {
    const known = byNamespace.get(each.namespace);
    if (known) known.push(each);
    else byNamespace.set(each.namespace, [each]);
  }
  const lists = new Map<Kinds<unknown>, Map<string | undefined, readonly LintObject<JsonObject>[]>>();
  const listOf = (kinds: Kinds<unknown>, namespace: string | undefined): readonly LintObject<JsonObject>[] => {
    const ofKinds = lists.get(kinds) ?? new Map<string | undefined, readonly LintObject<JsonObject>[]>();
    lists.set(kinds, ofKinds);
    const list = ofKinds.get(namespace) ?? (byNamespace.get(namespace) ?? []).filter(({ gvk }) => includesKind(kinds, gvk));
    ofKinds.set(namespace, list);
    return list;
  };
  return { list: (kinds, namespace) => listOf(kinds, namespace).map((each) => ({ ...each, object: kinds.as(each.object) })) };
}

/** The objects of a namespace that are or make pods with all labels of a Service's selector; none for an empty selector. */
export function selectedBy(view: LintView, namespace: string, selector: Labels): LintObject<PodBearing>[] {
  if (Object.keys(selector).length === 0) return [];
  return view.list(podBearing, namespace).filter(({ object }) => matchesLabels(selector, podOf(object).metadata.labels));
}

/** `Deployment "web"`. */
export const labelOf = ({ gvk, name }: LintObject<unknown>): string => `${gvk.kind} "${name}"`;
