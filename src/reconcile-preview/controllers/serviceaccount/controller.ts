import type { Change } from '../../../cluster/store.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { create } from '../../intent.ts';
import { getObject } from '../../kind.ts';
import { NAMESPACE, SERVICE_ACCOUNT } from '../../kinds.ts';

/** Gives every namespace its `default` service account, as `serviceaccount-controller` of kube-controller-manager. */
export const serviceaccount: Controller = {
  name: 'serviceaccount-controller',
  watches: [{ kind: NAMESPACE }, { kind: SERVICE_ACCOUNT, keys: namespaceOfDeleted }],
  *reconcile(key, view) {
    const { name: namespace } = splitKey(key);
    if (getObject(view, NAMESPACE, '', namespace)?.status?.phase !== 'Active' || getObject(view, SERVICE_ACCOUNT, namespace, 'default'))
      return;
    yield* create(
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
      'every namespace has a default service account',
    );
  },
};

function namespaceOfDeleted({ type, object }: Change): readonly string[] {
  return type === 'deleted' ? [object.metadata.namespace ?? ''] : [];
}
