import { splitKey, type Controller } from '../../controller.ts';
import { removeOrRetry, requeueAfter } from '../../intent.ts';
import { getObject, objectKey } from '../../kind.ts';
import { JOB } from '../../kinds.ts';

/** Deletes Jobs some time after they have ended, as `ttl-after-finished-controller` of kube-controller-manager. */
export const ttlAfterFinished: Controller = {
  name: 'ttl-after-finished-controller',
  watches: [{ kind: JOB }],
  *reconcile(key, view, context) {
    const { namespace, name } = splitKey(key);
    const job = getObject(view, JOB, namespace, name);
    const seconds = job?.spec?.ttlSecondsAfterFinished;
    const end = job?.status?.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
    if (!job || seconds === undefined || !end?.lastTransitionTime || job.metadata.deletionTimestamp) return;
    const remaining = Date.parse(end.lastTransitionTime) + seconds * 1000 - context.now;
    if (remaining > 0) yield* requeueAfter(remaining);
    else yield* removeOrRetry(objectKey(JOB, job), { propagation: 'Foreground' }, 'ttlSecondsAfterFinished is over');
  },
};
