import { impersonatedUser, serviceAccountName } from '../admission/authorization/impersonated-user.ts';
import { typed } from '../admission/typed.ts';
import type { KubernetesObject } from '../cluster/object.ts';
import { groupKindOf } from '../cluster/create-store.ts';
import { compareText } from '../model/json.ts';
import type { CronJob } from '../model/kinds/batch-v1.ts';
import type { Deployment } from '../model/kinds/apps-v1.ts';
import type { Pod, PodSpec, ServiceAccount } from '../model/kinds/core-v1.ts';
import { identityOf, type Access, type Permission, type Written } from './access.ts';

/** A service account, the workloads whose pods run as it, and what these may do besides what everybody may. */
export interface AccountAccess {
  readonly account: Written;
  /** What it is called in requests: `system:serviceaccount:shop:web`. */
  readonly username: string;
  readonly workloads: readonly (Written & { readonly mountsToken: boolean })[];
  readonly permissions: readonly Permission[];
  /** Neither the manifests nor controllers make it: until somebody does, none of its pods is created. */
  readonly isMissing?: true;
}

/** Controllers make this one in each namespace. */
const DEFAULT = 'default';

/** Where kinds that make pods have the pods' spec. */
const POD_SPECS: Readonly<Record<string, (object: KubernetesObject) => PodSpec | undefined>> = {
  'Pod.': (object) => typed<Pod>(object).spec,
  'ReplicationController.': templateSpec,
  'ReplicaSet.apps': templateSpec,
  'Deployment.apps': templateSpec,
  'StatefulSet.apps': templateSpec,
  'DaemonSet.apps': templateSpec,
  'Job.batch': templateSpec,
  'CronJob.batch': (object) => typed<CronJob>(object).spec?.jobTemplate?.spec?.template?.spec,
};

function templateSpec(object: KubernetesObject): PodSpec | undefined {
  return typed<Deployment>(object).spec?.template?.spec;
}

/** The service accounts that manifests make, bind or run pods as, ordered by namespace and name. */
export function accountsOf(access: Access, namespace?: string): AccountAccess[] {
  const { view } = access;
  const users = new Map<string, { readonly object: KubernetesObject; readonly spec: PodSpec }[]>();
  for (const object of view.all()) {
    const { group, kind } = groupKindOf(object);
    const spec = object.metadata.ownerReferences?.length ? undefined : POD_SPECS[`${kind}.${group}`]?.(object);
    if (!spec) continue;
    const key = `${object.metadata.namespace ?? ''}/${spec.serviceAccountName || DEFAULT}`;
    users.set(key, [...(users.get(key) ?? []), { object, spec }]);
  }
  const known = new Map(
    view
      .list({ group: '', kind: 'ServiceAccount' }, namespace)
      .map((account) => [`${account.metadata.namespace ?? ''}/${account.metadata.name ?? ''}`, account]),
  );
  const named = [...users.keys()].filter((key) => namespace === undefined || key.startsWith(`${namespace}/`));
  return [...new Set([...known.keys(), ...named])]
    .map((key): AccountAccess => {
      const [home = '', name = ''] = key.split('/');
      const account = known.get(key);
      const username = serviceAccountName(home, name);
      const at = account && access.writtenAt(account);
      return {
        account: { kind: 'ServiceAccount', namespace: home, name, ...(at && { at }) },
        username,
        workloads: (users.get(key) ?? []).map(({ object, spec }) => ({
          ...identityOf(object),
          mountsToken:
            spec.automountServiceAccountToken ?? (account && typed<ServiceAccount>(account).automountServiceAccountToken) ?? true,
        })),
        permissions: access.permissions(impersonatedUser(username)).filter((permission) => !permission.isDefault),
        ...(!account && name !== DEFAULT && { isMissing: true }),
      };
    })
    .filter(({ account, workloads, permissions }) => account.at !== undefined || workloads.length > 0 || permissions.length > 0)
    .sort((a, b) => compareText(a.username, b.username));
}
