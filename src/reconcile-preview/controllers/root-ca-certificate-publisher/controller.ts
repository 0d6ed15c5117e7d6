import type { Change } from '../../../cluster/store.ts';
import { deepEqual } from '../../../model/json.ts';
import { splitKey, type Controller } from '../../controller.ts';
import { create, update } from '../../intent.ts';
import { draft, getObject } from '../../kind.ts';
import { CONFIG_MAP, NAMESPACE } from '../../kinds.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION = 'kubernetes.io/description';
const annotations = {
  [DESCRIPTION]:
    'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
    'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
};
/** A simulated cluster has no certificate; that there is one is all that matters to manifests. */
const data = { 'ca.crt': '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' };

/** Publishes the certificate of the API server in every namespace, as `root-ca-certificate-publisher-controller` of kube-controller-manager. */
export const rootCaCertificatePublisher: Controller = {
  name: 'root-ca-certificate-publisher-controller',
  watches: [{ kind: NAMESPACE }, { kind: CONFIG_MAP, keys: namespaceOf }],
  *reconcile(key, view) {
    const { name: namespace } = splitKey(key);
    if (getObject(view, NAMESPACE, '', namespace)?.status?.phase !== 'Active') return;
    const current = getObject(view, CONFIG_MAP, namespace, NAME);
    if (!current) {
      yield* create(
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: NAME, namespace, annotations }, data },
        'every namespace has the root certificate',
      );
    } else if (!deepEqual(current.data, data) || !current.metadata.annotations?.[DESCRIPTION]) {
      const next = draft(current);
      next.metadata.annotations = { ...next.metadata.annotations, ...annotations };
      yield* update({ ...next, data }, 'the root certificate was changed');
    }
  },
};

function namespaceOf({ object }: Change): readonly string[] {
  return object.metadata.name === NAME ? [object.metadata.namespace ?? ''] : [];
}
