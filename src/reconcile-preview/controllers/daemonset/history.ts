import type { ReadView } from '../../../cluster/store.ts';
import { isObject, type JsonObject } from '../../../model/json.ts';
import type { DaemonSet } from '../../../model/kinds/apps-v1.ts';
import type { Pod } from '../../../model/kinds/core-v1.ts';
import { controllerRevisionData, podTemplateHash } from '../../../schema/go-hash.ts';
import type { WorkContext } from '../../controller.ts';
import { attempt, removeOrRetry, retry, type Work } from '../../intent.ts';
import { objectKey, type Typed } from '../../kind.ts';
import { CONTROLLER_REVISION, DAEMON_SET } from '../../kinds.ts';
import { controllerReference } from '../ownership.ts';
import { hasData, renumber, revisionsOf, type Revision } from '../revision-history.ts';
import { REVISION_LABEL } from './placement.ts';

/** The revision of a set's template, created when it is new, and the older ones. Undefined when it has to be tried again. */
export function* syncHistory(
  set: Typed<DaemonSet>,
  view: ReadView,
  context: WorkContext,
): Work<{ readonly hash: string; readonly old: Revision[] } | undefined> {
  const printed = controllerRevisionData(context.registry, set.spec?.template);
  const data: JsonObject = isObject(printed) ? printed : {};
  const revisions = revisionsOf(view, set);
  const old = revisions.filter((revision) => !hasData(revision, data));
  const number = Math.max(0, ...old.map(({ revision }) => revision ?? 0)) + 1;
  const same = revisions.findLast((revision) => hasData(revision, data));
  if (same) {
    const current = yield* renumber(same, number);
    return { hash: current.metadata.labels?.[REVISION_LABEL] ?? '', old };
  }
  const hash = podTemplateHash(context.registry, set.spec?.template, set.status?.collisionCount);
  const { name = '', namespace = '', annotations } = set.metadata;
  const object = {
    apiVersion: CONTROLLER_REVISION.apiVersion,
    kind: CONTROLLER_REVISION.kind,
    metadata: {
      name: `${name}-${hash}`,
      namespace,
      labels: { ...set.spec?.template?.metadata?.labels, [REVISION_LABEL]: hash },
      ...(annotations && { annotations }),
      ownerReferences: [controllerReference(set, DAEMON_SET)],
    },
    data,
    revision: number,
  };
  const { refusal } = yield* attempt({ type: 'create', object, why: 'the pod template is new' });
  if (!refusal) return { hash, old };
  if (refusal.reason === 'AlreadyExists') {
    const status = { ...set.status, collisionCount: (set.status?.collisionCount ?? 0) + 1 };
    yield* attempt({ type: 'updateStatus', object: { ...set, status } });
  }
  yield* retry(refusal.message);
  return undefined;
}

/** Deletes the oldest revisions beyond the limit that no pod has. */
export function* cleanHistory(set: Typed<DaemonSet>, old: readonly Revision[], pods: readonly Typed<Pod>[]): Work {
  const live = new Set(pods.map(({ metadata }) => metadata.labels?.[REVISION_LABEL]));
  const dead = old.filter(({ metadata }) => !live.has(metadata.labels?.[REVISION_LABEL]));
  for (const revision of dead.slice(0, Math.max(0, old.length - (set.spec?.revisionHistoryLimit ?? 10)))) {
    yield* removeOrRetry(objectKey(CONTROLLER_REVISION, revision), {}, 'beyond revisionHistoryLimit');
  }
}
