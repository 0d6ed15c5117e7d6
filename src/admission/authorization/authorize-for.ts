import type { Authorize } from '../../schema/cel/library/authorizer.ts';
import type { UserInfo } from '../plugin.ts';
import type { Authorizer } from './authorizer.ts';
import { serviceAccountName } from './impersonated-user.ts';

/** The `authorizer` of expressions: what the user of a request may do, or a service account that they name. Selectors are not looked at. */
export function authorizeFor(requester: UserInfo, authorizer: Authorizer): Authorize {
  return ({ serviceAccount, verb, path, group = '', resource = '', subresource = '', namespace = '', name = '' }) => {
    const user = serviceAccount ? serviceAccountUser(serviceAccount) : requester;
    return authorizer(path === undefined ? { user, verb, group, resource, subresource, namespace, name } : { user, verb, path });
  };
}

const serviceAccountUser = ({ namespace, name }: { readonly namespace: string; readonly name: string }): UserInfo => ({
  username: serviceAccountName(namespace, name),
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
});
