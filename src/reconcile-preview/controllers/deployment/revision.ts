import { deepEqual } from '../../../model/json.ts';
import { DESIRED_REPLICAS, MAX_REPLICAS, maxSurge, size, type Replicas, type Rollout } from './rollout.ts';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';

/** Longest history annotation, in characters: about 100 revisions. */
const MAX_HISTORY_LENGTH = 2000;

/** Annotations of a Deployment that are not copied to its ReplicaSets. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
]);

export const isCopied = (annotation: string): boolean => !NOT_COPIED.has(annotation);

/** The revision number of a ReplicaSet: 0 without the annotation, undefined when it is no number. */
export function revisionOf({ metadata }: Replicas): number | undefined {
  const text = metadata.annotations?.[REVISION];
  if (text === undefined) return 0;
  return parseRevision(text);
}

export const parseRevision = (text: string): number | undefined => (/^[+-]?\d+$/.test(text) ? Number(text) : undefined);

export const maxRevision = (sets: readonly Replicas[]): number => Math.max(0, ...sets.flatMap((set) => revisionOf(set) ?? []));

/**
 * Gives the new ReplicaSet the annotations of its Deployment and its revision; answers whether that changed anything.
 * A ReplicaSet that becomes the new one again keeps its former revisions as history: revision 1, rolled back to as 3, has `revision: 3`, `revision-history: 1`.
 */
export function annotateNewReplicaSet(deployment: Rollout, set: Replicas, newRevision: number, exists: boolean): boolean {
  const before = set.metadata.annotations ?? {};
  const annotations = { ...before };
  for (const [name, value] of Object.entries(deployment.metadata.annotations ?? {})) if (isCopied(name)) annotations[name] = value;
  set.metadata.annotations = annotations;
  const oldText = before[REVISION];
  const old = oldText ? parseRevision(oldText) : 0;
  if (old === undefined) return false;
  if (old < newRevision) {
    annotations[REVISION] = String(newRevision);
    if (oldText !== undefined) annotations[REVISION_HISTORY] = withRevision(before[REVISION_HISTORY] ?? '', oldText);
  }
  if (!exists) annotateSize(set, deployment);
  return !deepEqual(before, annotations);
}

/** `1,4` and 6 → `1,4,6`, without the oldest ones where the text would grow too long. */
function withRevision(history: string, revision: string): string {
  if (history === '') return revision;
  const kept = history.split(',');
  while (kept.length > 0 && kept.join(',').length + revision.length + 1 > MAX_HISTORY_LENGTH) kept.shift();
  return [...kept, revision].join(',');
}

/** Notes on a ReplicaSet how many replicas its Deployment wants, at rest and at most, by which scaling is told from rolling out. */
export function annotateSize(set: Replicas, deployment: Rollout): void {
  set.metadata.annotations = { ...set.metadata.annotations, ...sizeAnnotations(deployment) };
}

export const hasSizeAnnotations = ({ metadata }: Replicas, deployment: Rollout): boolean =>
  Object.entries(sizeAnnotations(deployment)).every(([name, value]) => metadata.annotations?.[name] === value);

const sizeAnnotations = (deployment: Rollout): Record<string, string> => ({
  [DESIRED_REPLICAS]: String(size(deployment)),
  [MAX_REPLICAS]: String(size(deployment) + maxSurge(deployment)),
});

/** The number in an annotation of a ReplicaSet; undefined without one. */
export function numberAnnotation({ metadata }: Replicas, name: string): number | undefined {
  const text = metadata.annotations?.[name];
  return text === undefined ? undefined : parseRevision(text);
}
