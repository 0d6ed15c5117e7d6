import type { Change, ReadView } from '../../../cluster/store.ts';
import { keyOf, splitKey, type Controller } from '../../controller.ts';
import { update } from '../../intent.ts';
import { draft, getObject, listObjects } from '../../kind.ts';
import { NODE } from '../../kinds.ts';

const TTL = 'node.alpha.kubernetes.io/ttl';

/** Up to how many nodes objects may be cached for how many seconds. Upstream's ranges overlap so that a cluster at a boundary does not flap; here size alone decides. */
const BOUNDARIES = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
  [Infinity, 300],
] as const;

/** Tells kubelets how long they may cache secrets and config maps, by the size of the cluster, as `ttl-controller` of kube-controller-manager. */
export const ttl: Controller = {
  name: 'ttl-controller',
  watches: [{ kind: NODE, keys: nodesToTell }],
  *reconcile(key, view) {
    const node = getObject(view, NODE, '', splitKey(key).name);
    const seconds = secondsFor(listObjects(view, NODE).length);
    if (!node || node.metadata.annotations?.[TTL] === seconds) return;
    const next = draft(node);
    next.metadata.annotations = { ...next.metadata.annotations, [TTL]: seconds };
    yield* update(next, 'cache time by cluster size');
  },
};

const secondsFor = (nodes: number): string => String(BOUNDARIES.find(([most]) => nodes <= most)?.[1] ?? 0);

function nodesToTell({ type, object }: Change, view: ReadView): readonly string[] {
  const count = listObjects(view, NODE).length;
  const before = type === 'added' ? count - 1 : type === 'deleted' ? count + 1 : count;
  return secondsFor(before) === secondsFor(count) ? [keyOf(object)] : listObjects(view, NODE).map(keyOf);
}
