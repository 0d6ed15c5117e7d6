import type { UserInfo } from '../plugin.ts';

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const AUTHENTICATED = 'system:authenticated';
const UNAUTHENTICATED = 'system:unauthenticated';

/**
 * Who acts when an administrator impersonates `username`, as the API server's filter has it: groups that are named are all there are but for that of everybody
 * who is known (or not); a service account without any gets its own.
 */
export function impersonatedUser(username: string, named: readonly string[] = []): UserInfo {
  const namespace = SERVICE_ACCOUNT.exec(username)?.[1];
  const own = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  const groups = named.length > 0 ? named : own;
  const everybody = username === 'system:anonymous' ? UNAUTHENTICATED : AUTHENTICATED;
  const isSaid = groups.includes(UNAUTHENTICATED) || groups.includes(everybody);
  return { username, groups: isSaid ? groups : [...groups, everybody] };
}

export const serviceAccountName = (namespace: string, name: string): string => `system:serviceaccount:${namespace}:${name}`;
