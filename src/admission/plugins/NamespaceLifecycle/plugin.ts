import { fieldPath } from '../../../model/field-path.ts';
import type { GroupVersionKind } from '../../../model/group-version-kind.ts';
import type { Namespace } from '../../../model/kinds/core-v1.ts';
import type { AdmissionPlugin, Denial } from '../../plugin.ts';
import { at, forbidden, typed } from '../../typed.ts';

const IMMORTAL: readonly string[] = ['default', 'kube-system', 'kube-public'];

/** Nothing is created in a namespace that does not exist or is being deleted, and the namespaces of the system stay. */
export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  handles: ({ operation }) => operation === 'CREATE' || operation === 'DELETE',
  admitDeletion: ({ gvk, name }) =>
    isNamespace(gvk) && IMMORTAL.includes(name) ? forbidden('this namespace may not be deleted') : undefined,
  admit({ gvk, resource, namespace }, { cluster }) {
    if (isNamespace(gvk) || namespace === '' || isAccessReview(gvk.group, resource.plural)) return undefined;
    const found = cluster.store.get({ group: '', kind: 'Namespace', namespace: '', name: namespace });
    if (!found) return { kind: 'not-found', resource: { group: '', resource: 'namespaces' }, name: namespace, blame: NAMESPACE };
    return typed<Namespace>(found).status?.phase === 'Terminating' ? terminating(namespace) : undefined;
  },
};

const NAMESPACE = at(fieldPath('metadata', 'namespace'));

const isNamespace = ({ group, kind }: GroupVersionKind): boolean => group === '' && kind === 'Namespace';

/** Asking for one's rights must not tell whether a namespace exists. */
const isAccessReview = (group: string, plural: string): boolean =>
  group === 'authorization.k8s.io' && plural === 'localsubjectaccessreviews';

const terminating = (namespace: string): Denial => ({
  kind: 'forbidden',
  message: `unable to create new content in namespace ${namespace} because it is being terminated`,
  causes: [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }],
  blame: NAMESPACE,
});
