import { isObject, type JsonObject } from '../../../model/json.ts';
import type { StatefulSet } from '../../../model/kinds/apps-v1.ts';
import { controllerRevisionData, controllerRevisionHash } from '../../../schema/go-hash.ts';
import type { WorkContext } from '../../controller.ts';
import { attempt, retry, type Work } from '../../intent.ts';
import type { Typed } from '../../kind.ts';
import { STATEFUL_SET } from '../../kinds.ts';
import { hasData, newRevision, renumber, type Revision } from '../revision-history.ts';

export interface Revisions {
  /** What pods below the rollout have. */
  readonly current: Revision;
  /** What the set's template asks for. */
  readonly update: Revision;
  readonly collisionCount: number;
}

/** The two revisions of a rollout; creates or renumbers the one of the set's template. Undefined when it has to be tried again. */
export function* syncRevisions(set: Typed<StatefulSet>, revisions: readonly Revision[], context: WorkContext): Work<Revisions | undefined> {
  const printed = controllerRevisionData(context.registry, set.spec?.template);
  const data: JsonObject = isObject(printed) ? printed : {};
  const latest = revisions.at(-1);
  const equal = revisions.findLast((revision) => hasData(revision, data));
  const number = (latest?.revision ?? 0) + 1;
  let collisionCount = set.status?.collisionCount ?? 0;
  let update = equal && (equal === latest ? equal : yield* renumber(equal, number));
  while (!update) {
    const hash = controllerRevisionHash(data, collisionCount);
    const wanted = newRevision(set, STATEFUL_SET, set.spec?.template?.metadata?.labels, { data, hash, revision: number });
    const { object, refusal } = yield* attempt({ type: 'create', object: wanted, why: 'the pod template is new' });
    if (object) update = { ...wanted, ...object };
    else if (refusal?.reason === 'AlreadyExists') collisionCount += 1;
    else {
      yield* retry(refusal?.message ?? '');
      return undefined;
    }
  }
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
  return { current, update, collisionCount };
}
