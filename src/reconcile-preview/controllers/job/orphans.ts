import type { Change, ReadView } from '../../../cluster/store.ts';
import { matchesLabelSelector } from '../../../model/label-selector.ts';
import { keyOf, splitKey } from '../../controller.ts';
import type { Work } from '../../intent.ts';
import { asKind, getObject, listObjects } from '../../kind.ts';
import { JOB, POD } from '../../kinds.ts';
import { controllerOf, ownerOf } from '../ownership.ts';
import { isFinished } from './conditions.ts';
import { isTracked } from './ended-pods.ts';
import { release } from './pods.ts';

/** Keys of pods, in the same queue as those of Jobs. */
const PREFIX = 'pod ';

/** The pods that a Job which is gone or over may have left with its finalizer. */
export function orphansOfJob({ type, object }: Change, view: ReadView): readonly string[] {
  const job = asKind(object, JOB);
  if (!job || (type !== 'deleted' && !isFinished(job))) return [];
  return listObjects(view, POD, job.metadata.namespace)
    .filter((pod) => isTracked(pod) && matchesLabelSelector(job.spec?.selector, pod.metadata.labels))
    .map((pod) => PREFIX + keyOf(pod));
}

/** The pod itself when it has the finalizer but no Job that will take it off. */
export function orphanOfPod({ type, object }: Change, view: ReadView): readonly string[] {
  const pod = asKind(object, POD);
  if (!pod || type === 'deleted' || !isTracked(pod) || controllerOf(pod)?.kind !== JOB.kind || ownerOf(view, JOB, pod)) return [];
  return [PREFIX + keyOf(pod)];
}

/** Lets go of the pod of such a key; undefined for keys of Jobs. */
export function releaseOrphan(key: string, view: ReadView): Work | undefined {
  return key.startsWith(PREFIX) ? releasePod(key.slice(PREFIX.length), view) : undefined;
}

function* releasePod(key: string, view: ReadView): Work {
  const { namespace, name } = splitKey(key);
  const pod = getObject(view, POD, namespace, name);
  if (!pod || !isTracked(pod)) return;
  const reference = controllerOf(pod);
  if (reference && (reference.kind !== JOB.kind || reference.apiVersion !== JOB.apiVersion)) return;
  const job = ownerOf(view, JOB, pod);
  const elsewhere = job?.spec?.managedBy !== undefined && job.spec.managedBy !== 'kubernetes.io/job-controller';
  if (!elsewhere && (!job || isFinished(job))) yield* release(pod, 'its Job is gone or over');
}
