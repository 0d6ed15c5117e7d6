import type { Change, ReadView } from '../../cluster/store.ts';
import type { Typed } from '../kind.ts';
import { deepEqual } from '../../model/json.ts';
import type { Pod } from '../../model/kinds/core-v1.ts';
import { keyOf } from '../controller.ts';
import { listObjects, type Kind } from '../kind.ts';
import { POD } from '../kinds.ts';
import { controllerChanged, controllerOf, ownedOrOrphaned, ownerOf } from './ownership.ts';

/** The pods of a namespace that `owner` controls, and orphans that it might adopt. */
export const ownedOrOrphanedPods = (view: ReadView, owner: Typed<unknown>): Typed<Pod>[] => ownedOrOrphaned(view, POD, owner);

/** Which workloads of a kind a change of a pod concerns: its controller, the one before, or for orphans all that might adopt it. */
export function workloadsOfPod<T>(kind: Kind<T>, adopts: (workload: Typed<T>, pod: Typed<Pod>) => boolean) {
  return ({ type, object, before }: Change, view: ReadView): readonly string[] => {
    const keys = new Set<string>();
    const former = before && controllerChanged(before, object) ? ownerOf(view, kind, before) : undefined;
    if (former) keys.add(keyOf(former));
    if (controllerOf(object)) {
      const owner = ownerOf(view, kind, object);
      if (owner) keys.add(keyOf(owner));
    } else if (type !== 'deleted' && (!before || former || !deepEqual(before.metadata.labels, object.metadata.labels))) {
      for (const workload of listObjects(view, kind, object.metadata.namespace)) if (adopts(workload, object)) keys.add(keyOf(workload));
    }
    return [...keys];
  };
}
