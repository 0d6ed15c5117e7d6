import type { GroupKind, KubernetesObject } from '../cluster/object.ts';

/** What somebody watches. */
export type Watched = GroupKind | 'any';

/** Those of `items` that watch the kind of an object, in their order. Which they are is found out once for each kind. */
export function watchersOf<T>(items: readonly T[], watches: (item: T) => readonly Watched[]): (object: KubernetesObject) => readonly T[] {
  const known = new Map<string, Map<string, readonly T[]>>();
  return (object) => {
    const { apiVersion, kind } = object;
    let ofVersion = known.get(apiVersion);
    if (!ofVersion) known.set(apiVersion, (ofVersion = new Map()));
    let watchers = ofVersion.get(kind);
    if (!watchers) ofVersion.set(kind, (watchers = items.filter((item) => watches(item).some((watched) => concerns(watched, object)))));
    return watchers;
  };
}

/** Whether an object is of a watched kind. */
const concerns = (watched: Watched, { apiVersion, kind }: KubernetesObject): boolean =>
  watched === 'any' ||
  (watched.kind === kind && (watched.group === '' ? !apiVersion.includes('/') : apiVersion.startsWith(`${watched.group}/`)));
