import type { ReadView } from '../../cluster/store.ts';
import { compareText, deepEqual, isObject, type JsonObject } from '../../model/json.ts';
import type { ControllerRevision } from '../../model/kinds/apps-v1.ts';
import type { PodTemplateSpec } from '../../model/kinds/core-v1.ts';
import { removeOrRetry, update, type Work } from '../intent.ts';
import { objectKey, type Draft, type Kind, type Typed } from '../kind.ts';
import { CONTROLLER_REVISION } from '../kinds.ts';
import { without } from '../../model/without.ts';
import { controllerReference, ownedObjects } from './ownership.ts';

export type Revision = Typed<ControllerRevision>;

export const HASH_LABEL = 'controller.kubernetes.io/hash';
const MAX_PREFIX = 223;

/** The revisions of a workload, oldest first. */
export const revisionsOf = (view: ReadView, owner: Typed<unknown>): Revision[] =>
  [...ownedObjects(view, CONTROLLER_REVISION, owner)].sort(
    (a, b) =>
      (a.revision ?? 0) - (b.revision ?? 0) ||
      compareText(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') ||
      compareText(a.metadata.name ?? '', b.metadata.name ?? ''),
  );

/** A revision that keeps `data`, named by its hash. */
export const newRevision = (
  owner: Typed<unknown>,
  kind: Kind<unknown>,
  labels: Readonly<Record<string, string>> | undefined,
  { data, hash, revision }: { readonly data: JsonObject; readonly hash: string; readonly revision: number },
): Draft<ControllerRevision> => ({
  apiVersion: CONTROLLER_REVISION.apiVersion,
  kind: CONTROLLER_REVISION.kind,
  metadata: {
    name: `${(owner.metadata.name ?? '').slice(0, MAX_PREFIX)}-${hash}`,
    namespace: owner.metadata.namespace ?? '',
    labels: { ...labels, [HASH_LABEL]: hash },
    ...(owner.metadata.annotations && { annotations: owner.metadata.annotations }),
    ownerReferences: [controllerReference(owner, kind)],
  },
  data,
  revision,
});

/** Whether two revisions keep the same. */
export const hasData = (revision: Revision, data: JsonObject): boolean => deepEqual(revision.data, data);

/** The same revision with a higher number: its template is used again. */
export function* renumber(revision: Revision, number: number): Work<Revision> {
  return (revision.revision ?? 0) >= number ? revision : yield* update({ ...revision, revision: number }, 'its template is used again');
}

/** Deletes the oldest revisions that nothing uses, beyond the limit. */
export function* truncateHistory(revisions: readonly Revision[], live: ReadonlySet<string>, limit: number): Work {
  const history = revisions.filter(({ metadata }) => !live.has(metadata.name ?? ''));
  for (const revision of history.slice(0, Math.max(0, history.length - limit))) {
    yield* removeOrRetry(objectKey(CONTROLLER_REVISION, revision), {}, 'beyond revisionHistoryLimit');
  }
}

/** The pod template that a revision keeps. */
export function templateOf({ data }: Revision): PodTemplateSpec | undefined {
  const spec = isObject(data) ? data.spec : undefined;
  const template = isObject(spec) ? spec.template : undefined;
  if (!isObject(template)) return undefined;
  // What is kept is the template as the API server prints it, and that this is a patch which replaces it.
  return without(template, '$patch') as PodTemplateSpec;
}
