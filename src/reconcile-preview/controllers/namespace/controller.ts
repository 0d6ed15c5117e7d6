import type { KubernetesObject } from '../../../cluster/object.ts';
import type { Change, ReadView } from '../../../cluster/store.ts';
import { objectKeyOf } from '../../../cluster/create-store.ts';
import { keyOf, type Controller, type WorkContext } from '../../controller.ts';
import { attempt, remove, updateStatus, type Work } from '../../intent.ts';
import { getObject } from '../../kind.ts';
import { NAMESPACE } from '../../kinds.ts';
import { withDeletionConditions } from './conditions.ts';

/** How long each event of a namespace that goes waits, so that whatever is just being written is seen. */
const GRACE_PERIOD = 5000;
/** How long it takes to look again at a namespace that something holds. */
const LOOK_AGAIN = 8000;

/** Empties namespaces that were deleted, pods first, and lets go of them once nothing is left, as `namespace-controller` of kube-controller-manager. */
export const namespace: Controller = {
  name: 'namespace-controller',
  watches: [
    {
      kind: NAMESPACE,
      keys: ({ object }) => (object.metadata.deletionTimestamp === undefined ? [] : [keyOf(object)]),
      delay: GRACE_PERIOD,
    },
    { kind: 'any', keys: terminatingNamespace, delay: LOOK_AGAIN },
  ],
  *reconcile(name, view, context) {
    const going = getObject(view, NAMESPACE, '', name);
    if (going?.metadata.deletionTimestamp === undefined || !going.spec?.finalizers?.includes('kubernetes')) return;
    const failures: string[] = [];
    for (const isTurn of [isPod, (object: KubernetesObject) => !isPod(object)]) {
      failures.push(...(yield* deleteAll(contentOf(view, name).filter(isTurn))));
      if (contentOf(view, name).some(isPod)) break;
    }
    const left = contentOf(view, name);
    yield* note(name, left, failures, view, context);
    if (left.length === 0) yield* attempt({ type: 'finalizeNamespace', name });
  },
};

const isPod = ({ apiVersion, kind }: KubernetesObject): boolean => apiVersion === 'v1' && kind === 'Pod';

const contentOf = (view: ReadView, name: string): readonly KubernetesObject[] =>
  view.all().filter(({ metadata }) => metadata.namespace === name);

/** Answers why objects could not be deleted. */
function* deleteAll(objects: readonly KubernetesObject[]): Work<string[]> {
  const failures: string[] = [];
  for (const object of objects) {
    if (object.metadata.deletionTimestamp !== undefined) continue;
    const { refusal } = yield* remove(objectKeyOf(object), { propagation: 'Background' }, 'its namespace goes');
    if (refusal) failures.push(refusal.message);
  }
  return failures;
}

function* note(name: string, left: readonly KubernetesObject[], failures: readonly string[], view: ReadView, context: WorkContext): Work {
  const current = getObject(view, NAMESPACE, '', name);
  if (!current) return;
  // While pods are left nobody has looked at the rest yet.
  const counted = left.some(isPod) ? [] : left;
  const conditions = withDeletionConditions(current.status?.conditions ?? [], counted, failures, context);
  if (conditions) yield* updateStatus({ ...current, status: { ...current.status, phase: 'Terminating', conditions } });
}

/** What goes from a namespace may be the last thing in it. */
function terminatingNamespace({ type, object }: Change, view: ReadView): readonly string[] {
  const name = object.metadata.namespace ?? '';
  return type === 'deleted' && name !== '' && getObject(view, NAMESPACE, '', name)?.metadata.deletionTimestamp !== undefined ? [name] : [];
}
