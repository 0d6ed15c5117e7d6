import type { Authorize } from '../../schema/cel/library/authorizer.ts';
import type { UserInfo } from '../plugin.ts';
import type { Authorizer } from './authorizer.ts';
import { parseFieldSelector } from './field-selector.ts';
import { serviceAccountName } from './impersonated-user.ts';

/**
 * The `authorizer` of expressions: what the user of a request may do, or a service account that they name. A field selector that cannot be read limits nothing;
 * label selectors are not looked at.
 */
export function authorizeFor(requester: UserInfo, authorizer: Authorizer): Authorize {
  return ({ serviceAccount, verb, path, group = '', resource = '', subresource = '', namespace = '', name = '', fieldSelector }) => {
    const user = serviceAccount ? serviceAccountUser(serviceAccount) : requester;
    if (path !== undefined) return authorizer({ user, verb, path });
    const fields = fieldSelector === undefined ? [] : (parseFieldSelector(fieldSelector) ?? []);
    return authorizer({ user, verb, group, resource, subresource, namespace, name, fields });
  };
}

const serviceAccountUser = ({ namespace, name }: { readonly namespace: string; readonly name: string }): UserInfo => ({
  username: serviceAccountName(namespace, name),
  groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
});
